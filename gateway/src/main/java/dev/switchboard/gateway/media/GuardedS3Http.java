// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.OutboundAnswer;
import dev.switchboard.gateway.outbound.OutboundRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Lets the storage's client speak through the guarded one.
final class GuardedS3Http implements SdkHttpClient {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final GuardedHttp http;

    GuardedS3Http(GuardedHttp http) {
        this.http = http;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        AtomicReference<OutboundAnswer.@Nullable Answered> open = new AtomicReference<>();
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return switch (http.exchange(translated(request))) {
                    case OutboundAnswer.Answered answered -> {
                        open.set(answered);
                        yield response(answered);
                    }
                    case OutboundAnswer.Refused(var reason) ->
                        throw new IOException("the object storage: " + reason.code());
                };
            }

            @Override
            public void abort() {
                OutboundAnswer.Answered answered = open.get();
                if (answered != null) {
                    closeQuietly(answered);
                }
            }
        };
    }

    private static void closeQuietly(OutboundAnswer.Answered answered) {
        try {
            answered.close();
        } catch (IOException _) {
            // an aborted exchange has nothing more to say
        }
    }

    private static OutboundRequest translated(HttpExecuteRequest request) {
        SdkHttpRequest head = request.httpRequest();
        Map<String, String> headers = new HashMap<>();
        head.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("host")) {
                headers.put(name, String.join(",", values));
            }
        });
        Optional<OutboundRequest.Body> body = request.contentStreamProvider().map(content -> body(head, content));
        return new OutboundRequest(head.method().name(), head.getUri(), headers, body, Long.MAX_VALUE, LIMIT, 0);
    }

    private static OutboundRequest.Body body(SdkHttpRequest head, ContentStreamProvider content) {
        long length =
                head.firstMatchingHeader("Content-Length").map(Long::valueOf).orElse(-1L);
        return new OutboundRequest.Body(length, content::newStream);
    }

    private static HttpExecuteResponse response(OutboundAnswer.Answered answered) {
        SdkHttpFullResponse.Builder head = SdkHttpFullResponse.builder().statusCode(answered.status());
        answered.headers().forEach(head::putHeader);
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(AbortableInputStream.create(answered.body()))
                .build();
    }

    @Override
    public String clientName() {
        return "guarded";
    }

    @Override
    public void close() {
        // the guarded client belongs to somebody else
    }
}
