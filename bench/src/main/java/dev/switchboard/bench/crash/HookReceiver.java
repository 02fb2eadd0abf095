// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.app.JsonHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// A receiver of webhooks that fails a third of the time: it says so, or hangs up, or takes the event and hangs up all
/// the same. It keeps the numbers of the events in the order in which they came first.
final class HookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Random random;
    private final Map<String, Set<Long>> seen = new HashMap<>();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();

    HookReceiver(long seed) {
        random = new Random(seed);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private enum Mood {
        TAKES,
        REFUSES,
        HANGS_UP,
        TAKES_AND_HANGS_UP
    }

    private synchronized Mood mood() {
        return switch (random.nextInt(9)) {
            case 0 -> Mood.REFUSES;
            case 1 -> Mood.HANGS_UP;
            case 2 -> Mood.TAKES_AND_HANGS_UP;
            default -> Mood.TAKES;
        };
    }

    private void receive(HttpExchange exchange) throws IOException {
        requests.increment();
        JsonNode event = JsonHttp.JSON.readTree(exchange.getRequestBody().readAllBytes());
        Mood mood = mood();
        if (mood == Mood.TAKES || mood == Mood.TAKES_AND_HANGS_UP) {
            take(event.path("session").asText(), event.path("seq").asLong());
        }
        if (mood != Mood.TAKES) {
            failed.increment();
        }
        if (mood == Mood.TAKES || mood == Mood.REFUSES) {
            exchange.sendResponseHeaders(mood == Mood.TAKES ? 204 : 503, -1);
        }
        exchange.close();
    }

    private synchronized void take(String session, long seq) {
        seen.computeIfAbsent(session, _ -> new LinkedHashSet<>()).add(seq);
    }

    /// The events of a session in the order in which each came first.
    synchronized List<Long> of(String session) {
        return new ArrayList<>(seen.getOrDefault(session, Set.of()));
    }

    long requests() {
        return requests.sum();
    }

    long failed() {
        return failed.sum();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
