// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// A server that takes webhooks, or refuses them.
final class WebhookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private final List<Request> taken = new CopyOnWriteArrayList<>();
    private volatile Predicate<Request> refused = _ -> false;
    private volatile int status = 500;

    private WebhookReceiver(HttpServer server) {
        this.server = server;
    }

    static WebhookReceiver start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            WebhookReceiver receiver = new WebhookReceiver(server);
            server.setExecutor(receiver.threads);
            server.createContext("/", receiver::handle);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A request as it came; header names in lower case.
    record Request(Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        JsonNode json() {
            return Harness.JSON.readTree(body);
        }

        String text(String path) {
            return json().at(path).asString("");
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        Request request =
                new Request(headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        boolean refuse = refused.test(request);
        if (!refuse) {
            taken.add(request);
        }
        seen.add(request);
        exchange.sendResponseHeaders(refuse ? status : 200, -1);
        exchange.close();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    void refuse(Predicate<Request> which, int answer) {
        status = answer;
        refused = which;
    }

    /// Waits for so many requests, taken or refused; the answer is all.
    List<Request> await(int count) {
        Harness.eventually(count + " requests", () -> seen.size() >= count);
        return List.copyOf(seen);
    }

    List<Request> awaitTaken(int count) {
        Harness.eventually(count + " requests taken", () -> taken.size() >= count);
        return List.copyOf(taken);
    }

    /// All requests so far, taken or refused.
    List<Request> seen() {
        return List.copyOf(seen);
    }

    List<Request> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
