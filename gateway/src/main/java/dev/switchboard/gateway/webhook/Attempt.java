// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.OutboundAnswer;
import dev.switchboard.gateway.outbound.OutboundRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one attempt: signs the body, posts it, reads the status. Redirects are not followed, as the secret signs for
/// one receiver.
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long ANSWER_LIMIT = 1L << 20;
    private static final long LONGEST_WISH = Duration.ofHours(8).toSeconds();

    private final GuardedHttp http;
    private final InstantSource time;

    Attempt(GuardedHttp http, InstantSource time) {
        this.http = http;
        this.time = time;
    }

    Outcome post(Webhook webhook, String id, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(webhook.headers());
        headers.put("Content-Type", "application/json");
        headers.putAll(
                Signatures.headers(id, time.instant(), body, webhook.secrets().at(time.instant())));
        long start = System.nanoTime();
        OutboundAnswer answer = http.exchange(new OutboundRequest(
                "POST",
                URI.create(webhook.url()),
                headers,
                Optional.of(new OutboundRequest.Body(body.length, () -> new ByteArrayInputStream(body))),
                ANSWER_LIMIT,
                LIMIT,
                0));
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return switch (answer) {
            case OutboundAnswer.Refused(var reason) ->
                new Outcome(Optional.empty(), reason.code(), millis, Optional.empty());
            case OutboundAnswer.Answered answered -> outcome(answered, millis);
        };
    }

    private static Outcome outcome(OutboundAnswer.Answered answered, long millis) {
        try (answered) {
            answered.body().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.debug("the answer's body could not be read to its end; its status counts", e);
        }
        int status = answered.status();
        boolean good = status >= 200 && status < 300;
        return new Outcome(
                Optional.of(status),
                good ? "" : "status_" + status,
                millis,
                answered.header("retry-after").flatMap(Attempt::seconds));
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Math.min(LONGEST_WISH, Long.parseLong(text))))
                : Optional.empty();
    }
}
