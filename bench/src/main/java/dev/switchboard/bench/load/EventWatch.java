// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import dev.switchboard.app.JsonHttp;
import dev.switchboard.bench.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/// Listens to incoming messages over a WebSocket and notes how long each was on its way.
final class EventWatch implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();

    EventWatch(GatewayProcess gateway) {
        URI uri = URI.create("ws://" + gateway.uri().getAuthority() + "/api/v1/events/ws?event=message.received");
        socket = http.newWebSocketBuilder()
                .header("X-Api-Key", gateway.key())
                .buildAsync(uri, this)
                .join();
    }

    /// A message with this text is being written from this moment on.
    void begins(String words) {
        begun.put(words, System.nanoTime());
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            long now = System.nanoTime();
            try {
                Long start = begun.remove(
                        JsonHttp.JSON.readTree(text.toString()).at("/data/text").asText());
                if (start != null) {
                    took.add(now - start);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            text.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    /// How long the messages took that came since the last call, once all are there.
    List<Long> drain() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!begun.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("events that did not come: " + begun.size() + " (expected: none)");
            }
            LockSupport.parkNanos(5_000_000);
        }
        List<Long> all = List.copyOf(took);
        took.clear();
        return all;
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }
}
