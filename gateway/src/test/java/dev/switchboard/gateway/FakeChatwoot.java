// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the bridge needs of Chatwoot, made from its public API documents: contacts, conversations and messages of one
/// account's API inbox, and webhooks for messages.
final class FakeChatwoot implements AutoCloseable {
    static final String TOKEN = "fake-agent-token";
    private static final Pattern PATH = Pattern.compile("/api/v1/accounts/1(/[a-z]+)(?:/(\\d+|search))?(/[a-z_]+)?");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong numbers = new AtomicLong(100);
    private final Map<Long, ObjectNode> contacts = new ConcurrentHashMap<>();
    private final Map<Long, ObjectNode> conversations = new ConcurrentHashMap<>();
    final List<ObjectNode> messages = new CopyOnWriteArrayList<>();
    volatile String hook = "";
    volatile int failing;
    volatile byte[] file = new byte[0];

    private FakeChatwoot(HttpServer server) {
        this.server = server;
    }

    static FakeChatwoot start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FakeChatwoot fake = new FakeChatwoot(server);
            server.setExecutor(fake.threads);
            server.createContext("/", fake::handle);
            server.start();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/files/")) {
            exchange.getResponseHeaders().add("Content-Type", "image/png");
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
            exchange.close();
            return;
        }
        ObjectNode answer = Harness.JSON.createObjectNode();
        int status = 200;
        Matcher parts = PATH.matcher(path);
        if (failing > 0) {
            failing--;
            status = 503;
        } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("api_access_token"))) {
            status = 401;
        } else if (!parts.matches()) {
            status = 404;
        } else {
            status = answer(exchange, parts, body, answer);
        }
        byte[] bytes = Harness.JSON.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int answer(HttpExchange exchange, Matcher parts, byte[] body, ObjectNode answer) {
        String what = parts.group(1) + (parts.group(3) == null ? "" : parts.group(3));
        String method = exchange.getRequestMethod();
        String id = parts.group(2);
        switch (method + what) {
            case "GET/inboxes" -> answer.put("id", 7).put("name", "WhatsApp").put("channel_type", "Channel::Api");
            case "GET/contacts" -> search(exchange.getRequestURI(), answer.putArray("payload"));
            case "POST/contacts" -> {
                ObjectNode contact = (ObjectNode) Harness.JSON.readTree(body);
                long number = numbers.incrementAndGet();
                contact.put("id", number);
                contact.putArray("contact_inboxes")
                        .addObject()
                        .put("source_id", "src-" + number)
                        .putObject("inbox")
                        .put("id", 7);
                contacts.put(number, contact);
                ObjectNode payload = answer.putObject("payload");
                payload.set("contact", contact);
                payload.putObject("contact_inbox").put("source_id", "src-" + number);
            }
            case "POST/conversations" -> {
                ObjectNode conversation = (ObjectNode) Harness.JSON.readTree(body);
                long number = numbers.incrementAndGet();
                conversations.put(number, conversation.put("id", number));
                answer.put("id", number).put("inbox_id", 7);
            }
            case "GET/conversations/messages" ->
                messages.stream()
                        .filter(message ->
                                message.path("conversation_id").asString("").equals(id))
                        .forEach(answer.withArray("/payload")::add);
            case "POST/conversations/messages" -> {
                if (!conversations.containsKey(Long.valueOf(id))) {
                    return 404;
                }
                ObjectNode message = message(exchange, body).put("id", numbers.incrementAndGet());
                message.put("conversation_id", id);
                messages.add(message);
                answer.put("id", message.path("id").asLong());
                if (message.path("message_type").asString("").equals("outgoing")
                        && !message.path("private").asBoolean(false)) {
                    threads.execute(() -> call(event(message)));
                }
            }
            default -> {
                return 404;
            }
        }
        return 200;
    }

    private void search(URI uri, ArrayNode found) {
        String words = URLDecoder.decode(uri.getRawQuery().substring(2), StandardCharsets.UTF_8);
        contacts.values().stream()
                .filter(contact -> contact.path("phone_number").asString("").equals(words)
                        || contact.path("identifier").asString("").equals(words))
                .forEach(found::add);
    }

    private static ObjectNode message(HttpExchange exchange, byte[] body) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type.startsWith("application/json")) {
            return (ObjectNode) Harness.JSON.readTree(body);
        }
        ObjectNode message = Harness.JSON.createObjectNode();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        for (String part : text.split("--" + type.replaceAll(".*boundary=", ""), -1)) {
            Matcher name = Pattern.compile("name=\"([^\"]+)\"(?:; filename=\"([^\"]+)\")?")
                    .matcher(part);
            int begin = part.indexOf("\r\n\r\n");
            if (name.find() && begin > 0) {
                String value = part.substring(begin + 4, part.length() - 2);
                if (name.group(2) == null) {
                    message.put(name.group(1), value);
                } else {
                    message.put("file", name.group(2)).put("bytes", value.length());
                }
            }
        }
        return message;
    }

    private ObjectNode event(ObjectNode message) {
        ObjectNode event = message.deepCopy();
        event.put("event", "message_created");
        event.putObject("inbox").put("id", 7);
        ObjectNode conversation = event.putObject("conversation");
        conversation.put("id", message.path("conversation_id").asLong());
        return event;
    }

    /// An agent writes; the answer is the message's number.
    long agent(long conversation, String text, String... files) {
        ObjectNode message = Harness.JSON.createObjectNode();
        message.put("id", numbers.incrementAndGet()).put("content", text).put("message_type", "outgoing");
        message.put("private", false).put("conversation_id", conversation);
        for (String name : files) {
            message.withArray("/attachments")
                    .addObject()
                    .put("file_type", "image")
                    .put("data_url", uri() + "/files/" + name);
        }
        messages.add(message);
        call(event(message));
        return message.path("id").asLong();
    }

    void resolved(long conversation) {
        call(Harness.JSON
                .createObjectNode()
                .put("event", "conversation_status_changed")
                .put("id", conversation)
                .put("status", "resolved")
                .put("timestamp", numbers.incrementAndGet()));
    }

    private void call(ObjectNode body) {
        if (hook.isEmpty()) {
            return;
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(hook))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build();
            for (int i = 0; i < 2; i++) { // as after a timeout, it is sent again
                http.send(request, HttpResponse.BodyHandlers.discarding());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    long conversation() {
        return conversations.keySet().stream().max(Long::compare).orElse(0L);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        http.close();
    }
}
