// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.sessions;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.stream.CallerOfUpgrade;
import dev.switchboard.gateway.stream.OpenStreams;
import dev.switchboard.gateway.stream.Sockets;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The WebSocket on `/`. A frame `{"event":"subscribe","data":{"sessionId":"..."}}` asks for a session's events; who
/// did not authenticate at the upgrade does it first, by `{"event":"authenticate","data":{"token":"..."}}` within five
/// seconds.
public final class SessionsSocket extends TextWebSocketHandler implements Sockets, AutoCloseable {
    private static final long AUTHENTICATE_SECONDS = 5;
    private static final int SEND_MILLIS = 10_000;
    private static final int SEND_BYTES = 1 << 20;
    private static final CloseStatus UNAUTHENTICATED = new CloseStatus(4401, "no valid credential came in time");

    private final Feed.Sources sources;
    private final Authenticator authenticator;
    private final OpenStreams streams;
    private final JsonMapper json;
    private final Map<String, Feed> feeds = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("sessions-socket-timer").daemon(true).factory());

    public SessionsSocket(Feed.Sources sources, Authenticator authenticator, OpenStreams streams, JsonMapper json) {
        this.sources = sources;
        this.authenticator = authenticator;
        this.streams = streams;
        this.json = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// A frame from the other side.
    record Frame(@Nullable String event, @Nullable FrameData data) {}

    record FrameData(@Nullable String token, @Nullable String sessionId) {
        @Override
        public String toString() {
            return "FrameData[]";
        }
    }

    record Outgoing(String event, Object data) {}

    @Override
    public void afterConnectionEstablished(WebSocketSession raw) throws IOException {
        Sockets.limitSending(raw, SEND_MILLIS);
        WebSocketSession socket = new ConcurrentWebSocketSessionDecorator(raw, SEND_MILLIS, SEND_BYTES);
        Feed feed = new Feed(sources, json, socket);
        feeds.put(raw.getId(), feed);
        Optional<Caller> caller = CallerOfUpgrade.of(raw);
        if (caller.isPresent()) {
            admit(raw, feed, caller.get());
        } else {
            timer.schedule(() -> closeUnlessAdmitted(feed), AUTHENTICATE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private boolean admit(WebSocketSession raw, Feed feed, Caller caller) throws IOException {
        if (!feed.admitted()) {
            if (!streams.admit(raw, caller)) {
                return false;
            }
            feed.admit(caller);
        }
        return true;
    }

    private static void closeUnlessAdmitted(Feed feed) {
        if (!feed.admitted()) {
            feed.close(UNAUTHENTICATED);
        }
    }

    @Override
    protected void handleTextMessage(WebSocketSession raw, TextMessage message) throws IOException {
        Feed feed = feeds.get(raw.getId());
        if (feed == null) {
            return;
        }
        Frame frame = frame(message.getPayload());
        String event = frame.event() == null ? "" : frame.event();
        FrameData data = frame.data() == null ? new FrameData(null, null) : frame.data();
        switch (event) {
            case "authenticate" -> authenticate(raw, feed, data);
            case "subscribe" -> subscribe(feed, data, true);
            case "unsubscribe" -> subscribe(feed, data, false);
            case "ping" -> feed.send("pong", Map.of());
            case "" -> error(feed, "The frame is not {\"event\":...,\"data\":{...}}.");
            default -> error(feed, "Unknown event. Known events are authenticate, subscribe, unsubscribe and ping.");
        }
    }

    private Frame frame(String payload) {
        try {
            Frame frame = json.readValue(payload, Frame.class);
            return frame == null ? new Frame(null, null) : frame;
        } catch (JacksonException _) {
            return new Frame(null, null);
        }
    }

    private void authenticate(WebSocketSession raw, Feed feed, FrameData data) throws IOException {
        switch (authenticator.identify(Optional.ofNullable(data.token()))) {
            case Authenticator.Identity.Known(Caller caller) -> {
                if (admit(raw, feed, caller)) {
                    feed.send("authenticated", Map.of());
                }
            }
            case Authenticator.Identity.Nobody _, Authenticator.Identity.Wrong _ -> feed.close(UNAUTHENTICATED);
        }
    }

    private static void subscribe(Feed feed, FrameData data, boolean wanted) throws IOException {
        String session = data.sessionId();
        if (!feed.admitted()) {
            error(feed, "Authenticate first.");
        } else if (session == null || session.isBlank()) {
            error(feed, "data.sessionId is missing.");
        } else if (wanted) {
            feed.subscribe(session);
        } else {
            feed.unsubscribe(session);
        }
    }

    private static void error(Feed feed, String words) throws IOException {
        feed.send("error", Map.of("message", words));
    }

    @Override
    public void afterConnectionClosed(WebSocketSession raw, CloseStatus status) {
        OpenStreams.left(raw);
        Feed feed = feeds.remove(raw.getId());
        if (feed != null) {
            feed.close(status);
        }
    }

    @Override
    public int count() {
        return feeds.size();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        feeds.values().forEach(feed -> feed.close(CloseStatus.GOING_AWAY));
    }
}
