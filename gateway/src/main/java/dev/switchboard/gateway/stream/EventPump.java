// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.stream;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventCursor;
import dev.switchboard.gateway.event.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/// Sends one socket its events, on a virtual thread of its own. A slow reader slows only itself: nothing is buffered
/// for it but its place in the log.
final class EventPump implements AutoCloseable {
    private static final int BURST = 256;
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);

    private final EventLog log;
    private final WebSocketSession socket;
    private volatile @Nullable Caller caller;
    private volatile @Nullable EventCursor cursor;

    EventPump(EventLog log, WebSocketSession socket) {
        this.log = log;
        this.socket = socket;
    }

    WebSocketSession socket() {
        return socket;
    }

    boolean admitted() {
        return caller != null;
    }

    void admit(Caller known) {
        caller = known;
    }

    /// Is told the number after which events begin, before the first of them is sent.
    @FunctionalInterface
    interface Announcement {
        void from(long seq) throws IOException;
    }

    /// Lets events flow, or other ones than before.
    synchronized void subscribe(Subscription subscription, Announcement announcement) throws IOException {
        Caller known = caller;
        if (known == null) {
            throw new IllegalStateException("not admitted");
        }
        Long after = subscription.after();
        long from = after == null ? log.newest() : after;
        EventCursor next = log.cursor(subscription.filter(known), from);
        announcement.from(from);
        EventCursor before = cursor;
        cursor = next;
        if (before == null) {
            Thread.ofVirtual().name("event-socket").start(this::pump);
        } else {
            before.cancel();
        }
    }

    private void pump() {
        try {
            EventCursor current = cursor;
            while (current != null && socket.isOpen() && !current.ended()) {
                send(current);
                current = cursor;
            }
            socket.close(CloseStatus.GOING_AWAY);
        } catch (IOException e) {
            LOG.debug("an event socket broke", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(EventCursor current) throws IOException, InterruptedException {
        List<Event> events = current.next(BURST, HEARTBEAT);
        if (events.isEmpty() && !current.cancelled()) {
            socket.sendMessage(new PingMessage());
        }
        for (Event event : events) {
            if (current.cancelled()) {
                return;
            }
            socket.sendMessage(new TextMessage(event.json()));
        }
    }

    @Override
    public synchronized void close() {
        EventCursor current = cursor;
        cursor = null;
        if (current != null) {
            current.cancel();
        }
    }
}
