// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.sessions;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventCursor;
import dev.switchboard.gateway.event.EventFilter;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.json.JsonMapper;

/// Tells one socket what happens in the sessions it subscribed to, on a virtual thread of its own with a place of its
/// own in the log. A slow reader slows only itself.
public final class Feed {
    private static final int BURST = 256;
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Set<EventName> TOLD = Set.of(
            EventName.SESSION_QR,
            EventName.SESSION_STATE,
            EventName.MESSAGE_RECEIVED,
            EventName.MESSAGE_SENT,
            EventName.MESSAGE_STATUS);

    private final Sources sources;
    private final JsonMapper json;
    private final WebSocketSession socket;
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final Translation translation;
    private volatile @Nullable Caller caller;
    private volatile @Nullable EventCursor cursor;

    /// Where the events and what they leave out come from.
    public record Sources(EventLog log, Links links, Messages messages) {}

    Feed(Sources sources, JsonMapper json, WebSocketSession socket) {
        this.sources = sources;
        this.json = json;
        this.socket = socket;
        this.translation = new Translation(json, sources.messages());
    }

    boolean admitted() {
        return caller != null;
    }

    synchronized void admit(Caller known) {
        if (caller == null) {
            cursor = sources.log()
                    .cursor(
                            new EventFilter(known.tenant(), Set.of(), TOLD),
                            sources.log().newest());
            caller = known;
            Thread.ofVirtual().name("sessions-socket").start(this::pump);
        }
    }

    /// Tells of the session from now on; it need not exist yet. The QR code on display is sent at once.
    void subscribe(String session) throws IOException {
        Caller known = caller;
        if (known == null) {
            throw new IllegalStateException("not admitted");
        }
        boolean news = sessions.add(session); // first, so that what happens from here on is told
        Optional<Session> found = sources.links().look(known, session);
        if (found.isPresent() && news) {
            var offer = sources.links().shownQr(found.get());
            if (offer.isPresent()) {
                send(Translation.qr(session, offer.get().text()));
            }
        }
    }

    void unsubscribe(String session) {
        sessions.remove(session);
    }

    private void pump() {
        EventCursor place = cursor;
        Caller known = caller;
        if (place == null || known == null) {
            return;
        }
        try {
            while (socket.isOpen() && !place.ended() && !place.cancelled()) {
                var events = place.next(BURST, HEARTBEAT);
                for (Event event : events) {
                    tell(known, event);
                }
                if (events.isEmpty() && socket.isOpen()) {
                    socket.sendMessage(new PingMessage());
                }
            }
            socket.close(CloseStatus.GOING_AWAY);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("a socket broke", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Caller known, Event event) throws IOException {
        String session = event.session();
        if (session == null || !sessions.contains(session) || !known.sees(session)) {
            return;
        }
        for (SessionsSocket.Outgoing message :
                translation.of(event, () -> sources.links().look(known, session))) {
            send(message);
        }
    }

    void send(String event, Object data) throws IOException {
        send(new SessionsSocket.Outgoing(event, data));
    }

    private void send(SessionsSocket.Outgoing message) throws IOException {
        if (socket.isOpen()) {
            socket.sendMessage(new TextMessage(json.writeValueAsString(message)));
        }
    }

    void close(CloseStatus status) {
        EventCursor place = cursor;
        if (place != null) {
            place.cancel();
        }
        try {
            if (socket.isOpen()) {
                socket.close(status);
            }
        } catch (IOException e) {
            LOG.debug("a socket was gone before it was closed", e);
        }
    }
}
