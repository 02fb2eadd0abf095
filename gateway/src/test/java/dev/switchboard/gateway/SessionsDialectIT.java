// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.settings.PortRole;
import dev.switchboard.gateway.settings.RolePort;
import dev.switchboard.wire.jid.Jid;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What seed 001 documents, request by request and message by message.
class SessionsDialectIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Harness harness;

    private void start(boolean demo) {
        harness = Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.demo(demo)
                        .morePorts(List.of(new RolePort(0, PortRole.SESSIONS), new RolePort(0, PortRole.CLIENTS))));
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    /// A socket and what came by it.
    private static final class Socket implements WebSocket.Listener, AutoCloseable {
        private final LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final HttpClient http = HttpClient.newHttpClient();
        private WebSocket socket;
        private volatile int closed;

        static Socket open(int port, String... headers) throws Exception {
            Socket made = new Socket();
            WebSocket.Builder builder = made.http.newWebSocketBuilder();
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
            made.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port), made)
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return made;
        }

        void say(String text) {
            socket.sendText(text, true).join();
        }

        void subscribe(String session) {
            say("{\"event\":\"subscribe\",\"data\":{\"sessionId\":\"" + session + "\"}}");
        }

        /// The next message of this event.
        JsonNode next(String event) throws InterruptedException {
            while (true) {
                JsonNode message = messages.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
                assertThat(message).as("message " + event).isNotNull();
                if (message.path("event").asString().equals(event)) {
                    return message;
                }
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                messages.add(Harness.JSON.readTree(part.toString()));
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed = status;
            return null;
        }

        @Override
        public void close() {
            socket.abort();
            http.close();
        }
    }

    @Test
    void everyDocumentedRequestAndMessageIsAsDocumented() throws Exception {
        start(true);
        Documented documented = Documented.of("sessions", harness);
        try (Socket socket = Socket.open(harness.gateway.port(PortRole.CLIENTS))) {
            socket.subscribe("uuid");
            Harness.eventually(
                    "socket is counted", () -> health().path("websocketClients").asInt() == 1);
            documented.make("connect");
            documented.check("qr code generated", socket.next("qr_code"));
            harness.network.link("uuid").scanned();
            documented.check("connection success", socket.next("connection_success"));
            String id = documented.make("send message").text("/messageId");
            JsonNode sent = socket.next("message_sent");
            documented.check("message sent", sent);
            assertThat(sent.at("/data/to").asString()).isEqualTo("1234567890@s.whatsapp.net");
            assertThat(sent.at("/data/content").asString()).isEqualTo("Hello from Rarity Leads!");
            assertThat(sent.at("/data/messageId").asString()).isEqualTo(id);
            assertThat(socket.next("message_status").at("/data/status").asString())
                    .isEqualTo("sent");
            harness.network.link("uuid").progresses(id, Jid.pn("1234567890"), Delivery.DELIVERED);
            JsonNode status = socket.next("message_status");
            documented.check("message status update", status);
            assertThat(status.at("/data/status").asString()).isEqualTo("delivered");
            harness.network.link("uuid").receives("IN1234567", Jid.pn("15550100002"), "Hello!");
            JsonNode incoming = socket.next("incoming_message");
            documented.check("incoming message", incoming);
            assertThat(incoming.at("/data/from").asString()).isEqualTo("15550100002@s.whatsapp.net");
            Answer shown = documented.make("get session status");
            assertThat(shown.text("/status")).isEqualTo("connected");
            assertThat(shown.text("/phoneNumber")).isEqualTo("+1234567890");
            documented.make("list all sessions");
            documented.make("disconnect");
            documented.check("connection lost", socket.next("connection_lost"));
            assertThat(harness.call("GET", "/session-status/uuid")
                            .noKey()
                            .send()
                            .text("/status"))
                    .isEqualTo("disconnected");
            documented.make("reconnect");
            socket.next("connection_success");
        }
        documented.complete();
    }

    private JsonNode health() {
        return harness.call("GET", "/health").noKey().send().json();
    }

    @Test
    void subscriptionWhileLinkingGetsTheCodeAtOnceOnEveryPort() throws Exception {
        start(true);
        harness.call("POST", "/connect").noKey().body("{\"sessionId\":\"s\"}").send();
        for (PortRole role : PortRole.values()) {
            try (Socket socket = Socket.open(harness.gateway.port(role))) {
                socket.subscribe("s");
                JsonNode code = socket.next("qr_code");
                assertThat(code.at("/data/qrCode").asString()).startsWith("data:image/png;base64,");
            }
        }
        assertThat(harness.call("GET", "/session-status/s").noKey().send().text("/qrCode"))
                .startsWith("data:image/png;base64,");
        assertThat(harness.call("GET", "/").noKey().send().body()).contains("<html");
    }

    @Test
    void unknownEventsAreToldSo() throws Exception {
        start(true);
        try (Socket socket = Socket.open(harness.gateway.port())) {
            for (String wrong :
                    List.of("{\"event\":\"dance\"}", "{", "[]", "\"x\"", "{\"event\":\"subscribe\",\"data\":{}}")) {
                socket.say(wrong);
                assertThat(socket.next("error").at("/data/message").asString()).isNotBlank();
            }
        }
    }

    @Test
    void socketNeedsACredentialOutsideTheDemo() throws Exception {
        start(false);
        harness.linked("mine");
        String rival = harness.otherTenant("rival");
        try (Socket bearer = Socket.open(harness.gateway.port(), "Authorization", "Bearer " + harness.key);
                Socket first = Socket.open(harness.gateway.port());
                Socket other = Socket.open(harness.gateway.port(), "Authorization", "Bearer " + rival);
                Socket wrong = Socket.open(harness.gateway.port())) {
            first.subscribe("mine");
            assertThat(first.next("error").at("/data/message").asString()).contains("Authenticate");
            first.say("{\"event\":\"authenticate\",\"data\":{\"token\":\"" + harness.key + "\"}}");
            first.next("authenticated");
            first.subscribe("mine");
            bearer.subscribe("mine");
            other.subscribe("mine");
            wrong.say("{\"event\":\"authenticate\",\"data\":{\"token\":\"guess\"}}");
            Harness.eventually("wrong one is closed", () -> wrong.closed == 4401);
            other.say("{\"event\":\"ping\"}");
            other.next("pong");
            first.say("{\"event\":\"ping\"}");
            first.next("pong");
            bearer.say("{\"event\":\"ping\"}");
            bearer.next("pong");
            harness.network.link("mine").receives("IN1234567", Jid.pn("15550100002"), "secret");
            bearer.next("incoming_message");
            first.next("incoming_message");
            assertThat(other.messages).isEmpty();
        }
        for (String path : List.of("/sessions", "/session-status/mine")) {
            assertThat(harness.call("GET", path).noKey().send().status()).isEqualTo(401);
        }
        assertThat(harness.call("POST", "/connect").noKey().body("{}").send().status())
                .isEqualTo(401);
        assertThat(harness.call("POST", "/connect")
                        .noKey()
                        .body("{}")
                        .send()
                        .json()
                        .path("success")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void phoneNumberIsALabelAndRefusalsAreTold() {
        start(true);
        harness.call("POST", "/connect")
                .noKey()
                .body("{\"sessionId\":\"s\",\"sessionName\":\"n\",\"phoneNumber\":\"+1234567890\"}")
                .send();
        assertThat(harness.get("/api/v1/sessions/s").text("/state")).isEqualTo("awaiting_scan");
        assertThat(harness.call("GET", "/session-status/s").noKey().send().text("/phoneNumber"))
                .isEqualTo("+1234567890");
        assertThat(harness.call("POST", "/send-message")
                        .noKey()
                        .body("{\"sessionId\":\"s\",\"phoneNumber\":\"+15550100002\",\"message\":\"x\"}")
                        .send()
                        .status())
                .isEqualTo(409);
        assertThat(harness.call("GET", "/session-status/none").noKey().send().status())
                .isEqualTo(404);
        assertThat(harness.call("POST", "/disconnect").noKey().body("{}").send().status())
                .isEqualTo(400);
        harness.network.link("s").enters(LinkState.FAILED, "refused");
        assertThat(harness.call("GET", "/session-status/s").noKey().send().text("/status"))
                .isEqualTo("disconnected");
        harness.call("POST", "/connect")
                .noKey()
                .body("{\"sessionId\":\"bare\"}")
                .send();
        harness.network.link("bare").scanned();
        assertThat(harness.call("GET", "/session-status/bare").noKey().send().text("/phoneNumber"))
                .isEqualTo("+15550109999");
    }
}
