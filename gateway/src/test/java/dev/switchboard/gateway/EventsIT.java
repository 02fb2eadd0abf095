// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.event.EventLog;
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
        long newest = harness.gateway.part(EventLog.class).newest();
        try (Socket socket = socket("?session=nothing-yet", harness.key)) {
            socket.send("{\"event\":\"subscribe\",\"data\":{\"sessions\":[\"e-sub\"],\"events\":[\"message.received\"],"
                    + "\"after\":" + (newest - 1) + "}}");
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
            assertThat(socket.closed.poll(10, TimeUnit.SECONDS)).isEqualTo(4401);
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
            assertThat(socket.closed.poll(15, TimeUnit.SECONDS)).isEqualTo(4401);
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
            String frame = frames.poll(15, TimeUnit.SECONDS);
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
