// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.stream.EventResource;
import dev.switchboard.gateway.stream.EventSocket;
import dev.switchboard.wire.jid.Jid;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedGateway.class)
class EventsIT {
    private static final Jid ALICE = Jid.pn("15550100002");

    private final Harness harness;

    EventsIT(Harness harness) {
        this.harness = harness;
    }

    @Test
    void envelopeHasAllItsFields() {
        FakeLink link = harness.linked("e-envelope");
        link.receives("3A00000000000000E001", ALICE, "quote \" and ✓");
        JsonNode event = harness.get("/api/v1/events?session=e-envelope&event=message.received")
                .json()
                .at("/items/0");

        assertThat(event.propertyNames()).containsExactly("id", "seq", "time", "event", "tenant", "session", "data");
        assertThat(event.get("id").asString()).startsWith("evt_");
        assertThat(event.get("tenant").asString()).isEqualTo("main");
        assertThat(event.get("session").asString()).isEqualTo("e-envelope");
        assertThat(event.at("/data/text").asString()).isEqualTo("quote \" and ✓");
        assertThat(event.at("/data/chat/phone").asString()).isEqualTo("15550100002");
    }

    @Test
    void pagesFollowEachOther() {
        FakeLink link = harness.linked("e-pages");
        for (int i = 0; i < 7; i++) {
            link.receives("3A00000000000000E10" + i, ALICE, "n" + i);
        }
        List<String> texts = new ArrayList<>();
        long after = 0;
        while (true) {
            Answer page = harness.get("/api/v1/events?session=e-pages&event=message.received&limit=3&after=" + after);
            if (page.json().get("items").isEmpty()) {
                break;
            }
            page.json()
                    .get("items")
                    .forEach(event -> texts.add(event.at("/data/text").asString()));
            after = page.json().get("next").asLong();
        }
        assertThat(texts).containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6");
        assertThat(harness.get("/api/v1/events?event=nonsense").text("/accepted"))
                .contains("message.received");
    }

    @Test
    void sessionLifeIsTold() {
        harness.linked("e-life");
        List<String> told = new ArrayList<>();
        harness.get("/api/v1/events?session=e-life")
                .json()
                .get("items")
                .forEach(event -> told.add(event.get("event").asString() + " "
                        + event.at("/data/state").asString("")));
        assertThat(told)
                .containsExactly(
                        "session.created ",
                        "session.state connecting",
                        "session.state awaiting_scan",
                        "session.qr ",
                        "session.linked ",
                        "session.state connected");
        JsonNode qr = harness.get("/api/v1/events?session=e-life&event=session.qr")
                .json()
                .at("/items/0/data");
        assertThat(qr.get("qr").asString()).contains("adv-secret-of-e-life");
    }

    @Test
    void serverSentEventsResumeAfterTheLastOne() throws Exception {
        FakeLink link = harness.linked("e-sse");
        link.receives("3A00000000000000E201", ALICE, "one");
        link.receives("3A00000000000000E202", ALICE, "two");
        long first = harness.get("/api/v1/events?session=e-sse&event=message.received")
                .json()
                .at("/items/0/seq")
                .asLong();
        HttpRequest request = HttpRequest.newBuilder(harness.uri("/api/v1/events?session=e-sse&event=message.received"))
                .header("Accept", "text/event-stream")
                .header("X-Api-Key", harness.key)
                .header("Last-Event-ID", Long.toString(first))
                .build();
        HttpResponse<InputStream> response = harness.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(nextData(lines).at("/data/text").asString()).isEqualTo("two");
            link.receives("3A00000000000000E203", ALICE, "three");
            assertThat(nextData(lines).at("/data/text").asString()).isEqualTo("three");
        }
    }

    private static JsonNode nextData(BufferedReader lines) throws Exception {
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.startsWith("data: ")) {
                return Harness.JSON.readTree(line.substring(6));
            }
        }
        throw new AssertionError("the stream ended");
    }

    @Test
    void socketWithKeyAtUpgradeGetsEventsAtOnce() throws Exception {
        FakeLink link = harness.linked("e-ws");
        try (Socket socket = socket("?session=e-ws&event=message.received", harness.key)) {
            link.receives("3A00000000000000E301", ALICE, "live");
            assertThat(socket.next().at("/data/text").asString()).isEqualTo("live");
            long latency = System.nanoTime();
            link.receives("3A00000000000000E302", ALICE, "again");
            assertThat(socket.next().at("/data/text").asString()).isEqualTo("again");
            assertThat(System.nanoTime() - latency).isPositive();
        }
    }

    @Test
    void socketAuthenticatesByFirstFrame() throws Exception {
        FakeLink link = harness.linked("e-frame");
        try (Socket socket = socket("?session=e-frame&event=message.received", null)) {
            socket.send("{\"event\":\"subscribe\",\"data\":{}}");
            assertThat(socket.next().get("event").asString()).isEqualTo("error");
            socket.send("nonsense");
            assertThat(socket.next().get("event").asString()).isEqualTo("error");
            socket.send("{\"event\":\"authenticate\",\"data\":{\"token\":\"" + harness.key + "\"}}");
            assertThat(socket.next().get("event").asString()).isEqualTo("authenticated");
            link.receives("3A00000000000000E401", ALICE, "live");
            assertThat(socket.next().at("/data/text").asString()).isEqualTo("live");
        }
    }

    @Test
    void socketSubscribesAnewFromAnyPlace() throws Exception {
        FakeLink link = harness.linked("e-sub");
        link.receives("3A00000000000000E501", ALICE, "old");
        long old = harness.get("/api/v1/events?session=e-sub&event=message.received")
                .json()
                .at("/items/0/seq")
                .asLong();
        try (Socket socket = socket("?session=nothing-yet", harness.key)) {
            socket.send("{\"event\":\"subscribe\",\"data\":{\"sessions\":[\"e-sub\"],\"events\":[\"message.received\"],"
                    + "\"after\":" + (old - 1) + "}}");
            JsonNode confirmed = socket.next();
            assertThat(confirmed.get("event").asString()).isEqualTo("subscribed");
            assertThat(socket.next().at("/data/text").asString()).isEqualTo("old");
            socket.send("{\"event\":\"ping\"}");
            assertThat(socket.next().get("event").asString()).isEqualTo("pong");
            socket.send("{\"event\":\"subscribe\",\"data\":{\"events\":[\"nonsense\"]}}");
            assertThat(socket.next().get("event").asString()).isEqualTo("error");
        }
    }

    @Test
    void wrongTokenClosesTheSocketAndWrongKeyStopsTheUpgrade() throws Exception {
        try (Socket socket = socket("", null)) {
            socket.send("{\"event\":\"authenticate\",\"data\":{\"token\":\"sbk_wrong\"}}");
            assertThat(socket.closed.poll(60, TimeUnit.SECONDS)).isEqualTo(4401);
        }
        try {
            socket("", "sbk_wrong").close();
            throw new AssertionError("the upgrade was let through");
        } catch (CompletionException e) {
            assertThat(((WebSocketHandshakeException) e.getCause())
                            .getResponse()
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void silentSocketIsClosedAfterFiveSeconds() throws Exception {
        try (Socket socket = socket("", null)) {
            assertThat(socket.closed.poll(60, TimeUnit.SECONDS)).isEqualTo(4401);
            assertThat(socket.frames).isEmpty();
        }
    }

    @Test
    void socketOfAnotherTenantHearsNothing() throws Exception {
        FakeLink link = harness.linked("e-mine");
        String other = harness.otherTenant("listener");
        try (Socket foreign = socket("?session=e-mine", other);
                Socket own = socket("?session=e-mine&event=message.received", harness.key)) {
            link.receives("3A00000000000000E601", ALICE, "mine");
            assertThat(own.next().at("/data/text").asString()).isEqualTo("mine");
            foreign.send("{\"event\":\"ping\"}");
            assertThat(foreign.next().get("event").asString()).isEqualTo("pong");
        }
    }

    @Test
    void ticketOpensOneStream() throws Exception {
        FakeLink link = harness.linked("e-ticket");
        String ticket = harness.post("/api/v1/events/tickets", "").text("/ticket");
        HttpRequest request = HttpRequest.newBuilder(
                        harness.uri("/api/v1/events?session=e-ticket&event=message.received&ticket=" + ticket))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> response = harness.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            link.receives("3A00000000000000E701", ALICE, "by ticket");
            assertThat(nextData(lines).at("/data/text").asString()).isEqualTo("by ticket");
        }
        assertThat(harness.http
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);

        String second = harness.post("/api/v1/events/tickets", "").text("/ticket");
        try (Socket socket = socket("?session=e-ticket&event=message.received&ticket=" + second, null)) {
            link.receives("3A00000000000000E702", ALICE, "by socket");
            assertThat(socket.next().at("/data/text").asString()).isEqualTo("by socket");
        }
        String third = harness.post("/api/v1/events/tickets", "").text("/ticket");
        assertThat(harness.call("GET", "/api/v1/sessions?ticket=" + third)
                        .noKey()
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void pagesOfOtherSitesOpenNoStream() throws Exception {
        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
            String ticket = harness.post("/api/v1/events/tickets", "").text("/ticket");
            for (String path : List.of("/api/v1/events/ws", "/", "/api/v1/events/ws?ticket=" + ticket)) {
                assertThat(upgrade(path, origin)).as(origin + " " + path).isEqualTo(403);
            }
            assertThat(harness.call("GET", "/api/v1/events?ticket=" + ticket)
                            .noKey()
                            .header("Accept", "text/event-stream")
                            .header("Origin", origin)
                            .send()
                            .status())
                    .isEqualTo(403);
        }
        assertThat(upgrade("/api/v1/events/ws", "http://127.0.0.1:" + harness.gateway.port()))
                .isEqualTo(101);
    }

    private int upgrade(String path, String origin) throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", harness.gateway.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + harness.gateway.port()
                                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: " + origin
                                    + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            try (BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                return Integer.parseInt(answer.readLine().split(" ")[1]);
            }
        }
    }

    /// Who reads nothing is let go of, and nothing piles up for them.
    @Test
    void readersThatDoNotReadAreLetGo() throws Exception {
        FakeLink link = harness.linked("e-slow");
        EventSocket sockets = harness.gateway.part(EventSocket.class);
        EventResource streams = harness.gateway.part(EventResource.class);
        AtomicInteger number = new AtomicInteger();
        Harness.eventually("all who were there before are gone", () -> {
            link.receives("3A0000000000EF%04d".formatted(number.getAndIncrement()), ALICE, "is anybody there?");
            return sockets.count() == 0 && streams.count() == 0;
        });
        try (java.net.Socket lazySocket = lazy(
                        "/api/v1/events/ws?session=e-slow",
                        "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
                java.net.Socket lazyStream = lazy("/api/v1/events?session=e-slow", "Accept: text/event-stream\r\n")) {
            Harness.eventually("both are there", () -> sockets.count() == 1 && streams.count() == 1);
            String text = "x".repeat(60_000);
            for (int i = 0; i < 200; i++) {
                link.receives("3A0000000000EE%04d".formatted(i), ALICE, text);
            }
            Harness.eventually("both are let go", () -> sockets.count() == 0 && streams.count() == 0);
            assertThat(lazySocket.isClosed() || lazyStream.isClosed()).isFalse();
        }
    }

    private java.net.Socket lazy(String path, String headers) throws Exception {
        java.net.Socket socket = new java.net.Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", harness.gateway.port()));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: " + harness.key + "\r\n" + headers
                                + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private Socket socket(String query, @Nullable String key) {
        WebSocket.Builder builder = harness.http.newWebSocketBuilder();
        if (key != null) {
            builder.header("Authorization", "Bearer " + key);
        }
        Socket socket = new Socket();
        socket.socket = builder.buildAsync(
                        URI.create("ws://127.0.0.1:" + harness.gateway.port() + "/api/v1/events/ws" + query), socket)
                .join();
        return socket;
    }

    /// The other end of an event socket.
    private static final class Socket implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private @Nullable WebSocket socket;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.add(code);
            return null;
        }

        JsonNode next() throws InterruptedException {
            String frame = frames.poll(60, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame in time");
            }
            return Harness.JSON.readTree(frame);
        }

        void send(String text) {
            socket.sendText(text, true).join();
        }

        @Override
        public void close() {
            if (socket != null) {
                socket.abort();
            }
        }
    }
}
