// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.sessions;

import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.dialect.sessions.SessionsSocket.Outgoing;
import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.messaging.MessageView;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.pairing.QrImage;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.session.Session;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Says the log's events in the words of the sessions dialect. Belongs to one thread, and remembers what it said.
final class Translation {
    private static final int REMEMBERED = 1_000;
    private static final Set<String> AFTER_SENT = Set.of("sent", "delivered", "read", "played");

    private final JsonMapper json;
    private final Messages messages;
    private final Map<String, Boolean> connected = new HashMap<>();
    private final Map<String, Boolean> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    Translation(JsonMapper json, Messages messages) {
        this.json = json;
        this.messages = messages;
    }

    record Qr(String sessionId, String qrCode, String status) {
        @Override
        public String toString() {
            return "Qr[" + sessionId + "]";
        }
    }

    record Link(String sessionId, String status) {}

    record Incoming(
            String sessionId,
            String messageId,
            String from,
            String content,
            String type,
            String timestamp,
            @Nullable String participant) {
        @Override
        public String toString() {
            return "Incoming[" + messageId + "]";
        }
    }

    record Sent(String sessionId, String messageId, String to, String content, String timestamp) {
        @Override
        public String toString() {
            return "Sent[" + messageId + "]";
        }
    }

    record Status(String sessionId, String messageId, String status) {}

    static Outgoing qr(String session, String text) {
        return new Outgoing("qr_code", new Qr(session, QrImage.of(text).dataUrl(), SessionWords.CONNECTING));
    }

    /// What is said of an event.
    ///
    /// @param lookup finds its session, which may be gone
    List<Outgoing> of(Event event, Supplier<Optional<Session>> lookup) {
        String session = event.session();
        if (session == null) {
            return List.of();
        }
        JsonNode data = json.readTree(event.data());
        return switch (event.name()) {
            case SESSION_QR -> List.of(qr(session, Links.plain(data.path("qr").asString())));
            case SESSION_STATE -> link(session, LinkState.of(data.path("state").asString()));
            case MESSAGE_RECEIVED -> List.of(incoming(session, data));
            case MESSAGE_SENT ->
                List.of(new Outgoing(
                        "message_sent",
                        new Sent(
                                session,
                                text(data, "id"),
                                address(data.path("chat")),
                                text(data, "text"),
                                text(data, "at"))));
            case MESSAGE_STATUS -> moved(session, data, lookup);
            default -> List.of();
        };
    }

    private List<Outgoing> link(String session, LinkState state) {
        return switch (state) {
            case CONNECTED ->
                Boolean.TRUE.equals(connected.put(session, true))
                        ? List.of()
                        : List.of(new Outgoing("connection_success", new Link(session, SessionWords.CONNECTED)));
            case RECONNECTING, DISCONNECTED, LOGGED_OUT, RESTRICTED, FAILED ->
                Boolean.FALSE.equals(connected.put(session, false))
                        ? List.of()
                        : List.of(new Outgoing("connection_lost", new Link(session, SessionWords.DISCONNECTED)));
            case CREATED, CONNECTING, AWAITING_SCAN, AWAITING_CODE, AWAITING_PASSKEY, PAIRING -> List.of();
        };
    }

    private static Outgoing incoming(String session, JsonNode data) {
        String chat = address(data.path("chat"));
        boolean group = chat.endsWith("@g.us");
        return new Outgoing(
                "incoming_message",
                new Incoming(
                        session,
                        text(data, "id"),
                        chat,
                        text(data, "text"),
                        text(data, "type"),
                        text(data, "at"),
                        group ? address(data.path("sender")) : null));
    }

    private List<Outgoing> moved(String session, JsonNode data, Supplier<Optional<Session>> lookup) {
        String id = text(data, "id");
        String status = text(data, "status");
        if (status.equals("queued")) {
            return List.of();
        }
        Outgoing moved = new Outgoing("message_status", new Status(session, id, status));
        if (!AFTER_SENT.contains(status) || told.put(session + "/" + id, true) != null) {
            return List.of(moved);
        }
        String content = lookup.get()
                .flatMap(found -> messages.find(found, id))
                .map(MessageView::text)
                .orElse("");
        Outgoing sent = new Outgoing(
                "message_sent", new Sent(session, id, address(data.path("chat")), content, text(data, "at")));
        return List.of(sent, moved);
    }

    private static String address(JsonNode address) {
        return text(address, "jid");
    }

    private static String text(JsonNode data, String name) {
        return data.path(name).asString("");
    }
}
