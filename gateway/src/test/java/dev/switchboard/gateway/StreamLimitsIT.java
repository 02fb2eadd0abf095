// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.settings.AccessSettings;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway on which each credential may have two streams open.
class StreamLimitsIT {
    private static final String NATIVE = "/api/v1/events/ws";

    private Harness harness;

    @BeforeEach
    void start(@TempDir Path folder) {
        AccessSettings two =
                new AccessSettings(Optional.empty(), 0, Duration.ofMinutes(1), 2, 0, Duration.ofHours(1), List.of());
        harness = Harness.start(folder, new FakeNetwork(), config -> config.access(two));
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    /// The other end of a socket.
    private static final class End implements WebSocket.Listener {
        private final CompletableFuture<String> first = new CompletableFuture<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            first.complete(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code + " " + reason);
            return null;
        }

        boolean admitted() throws Exception {
            CompletableFuture.anyOf(first, closed).get(30, TimeUnit.SECONDS);
            return first.isDone();
        }
    }

    private WebSocket open(String path, String key, End end) {
        return harness.http
                .newWebSocketBuilder()
                .header("X-Api-Key", key)
                .buildAsync(URI.create("ws://127.0.0.1:" + harness.gateway.port() + path), end)
                .join();
    }

    /// Opens a socket and asks for something, to see whether it is let in.
    private boolean admitted(String path, String key) throws Exception {
        End end = new End();
        WebSocket socket = open(path, key, end);
        ping(socket);
        if (!end.admitted()) {
            assertThat(end.closed.get()).startsWith("4429 too_many_streams");
            return false;
        }
        socket.abort();
        return true;
    }

    /// What is closed already takes no ping, which is as well.
    private static void ping(WebSocket socket) {
        socket.sendText("{\"event\":\"ping\"}", true).handle((_, _) -> true).join();
    }

    @Test
    void streamsOverTheLimitOfTheirCredentialAreRefusedUntilOneEnds() throws Exception {
        End end = new End();
        WebSocket socket = open(NATIVE, harness.key, end);
        ping(socket);
        assertThat(end.admitted()).isTrue();
        HttpRequest request = HttpRequest.newBuilder(harness.uri("/api/v1/events"))
                .header("X-Api-Key", harness.key)
                .header("Accept", "text/event-stream")
                .build();
        try (InputStream stream =
                harness.http.send(request, BodyHandlers.ofInputStream()).body()) {
            assertThat(stream.read()).isEqualTo('r');
            Answer refused = harness.call("GET", "/api/v1/events")
                    .header("Accept", "text/event-stream")
                    .send();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text("/code")).isEqualTo("too_many_streams");
            assertThat(admitted(NATIVE, harness.key)).isFalse();
            assertThat(admitted("/", harness.key)).isFalse();
            assertThat(admitted(NATIVE, harness.otherTenant("rival"))).isTrue();
            assertThat(harness.get("/api/v1/events").status()).isEqualTo(200);

            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            end.closed.get(30, TimeUnit.SECONDS);
            Harness.eventually("a place is free", () -> {
                try {
                    return admitted(NATIVE, harness.key);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
        }
    }
}
