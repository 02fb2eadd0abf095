// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.stream;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.problem.Refusal;
import java.io.IOException;
import java.util.List;
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
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/events/ws`. Who did not authenticate at the upgrade has five seconds to send
/// `{"event":"authenticate","data":{"token":"..."}}`. Events flow at once, filtered by the query of the address; a
/// frame
/// `{"event":"subscribe","data":{"sessions":[],"events":[],"after":0}}` changes what flows.
public final class EventSocket extends TextWebSocketHandler implements Sockets, AutoCloseable {
    private static final long AUTHENTICATE_SECONDS = 5;
    private static final int SEND_MILLIS = 10_000;
    private static final int SEND_BYTES = 1 << 20;
    private static final CloseStatus UNAUTHENTICATED = new CloseStatus(4401, "no valid credential came in time");

    private final EventLog log;
    private final Authenticator authenticator;
    private final OpenStreams streams;
    private final JsonMapper json;
    private final Map<String, EventPump> pumps = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("event-socket-timer").daemon(true).factory());

    public EventSocket(EventLog log, Authenticator authenticator, OpenStreams streams, JsonMapper json) {
        this.log = log;
        this.authenticator = authenticator;
        this.streams = streams;
        this.json = json;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// A frame from the other side.
    record Frame(@Nullable String event, @Nullable FrameData data) {}

    record FrameData(
            @Nullable String token,
            @Nullable List<String> sessions,
            @Nullable List<String> events,
            @Nullable Long after) {
        @Override
        public String toString() {
            return "FrameData[]";
        }
    }

    record Reply(String event, Map<String, Object> data) {}

    @Override
    public void afterConnectionEstablished(WebSocketSession raw) throws IOException {
        Sockets.limitSending(raw, SEND_MILLIS);
        WebSocketSession socket = new ConcurrentWebSocketSessionDecorator(raw, SEND_MILLIS, SEND_BYTES);
        EventPump pump = new EventPump(log, socket);
        pumps.put(raw.getId(), pump);
        Optional<Caller> caller = CallerOfUpgrade.of(raw);
        if (caller.isPresent()) {
            admit(pump, caller.get(), CallerOfUpgrade.newest(raw), _ -> {});
        } else {
            timer.schedule(() -> refuseUnlessKnown(socket, pump), AUTHENTICATE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// Lets the events of the query flow.
    ///
    /// @param from after which event, where the query does not say; null for the newest
    /// @param announcement told once it is settled from where on they flow: what happens after it is seen
    private void admit(EventPump pump, Caller caller, @Nullable Long from, EventPump.Announcement announcement)
            throws IOException {
        if (!streams.admit(pump.socket(), caller)) {
            return;
        }
        pump.admit(caller);
        try {
            pump.subscribe(queried(pump.socket(), from), announcement);
        } catch (Refusal refusal) {
            announcement.from(log.newest());
            error(pump.socket(), refusal);
        }
    }

    private static Subscription queried(WebSocketSession socket, @Nullable Long from) {
        if (socket.getUri() == null) {
            return new Subscription(null, null, from);
        }
        var query = UriComponentsBuilder.fromUri(socket.getUri()).build().getQueryParams();
        String after = query.getFirst("after");
        return new Subscription(
                query.get("session"),
                query.get("event"),
                after == null || !after.matches("\\d{1,18}") ? from : Long.valueOf(after));
    }

    private static void refuseUnlessKnown(WebSocketSession socket, EventPump pump) {
        if (!pump.admitted()) {
            try {
                socket.close(UNAUTHENTICATED);
            } catch (IOException _) {
                // it is gone already, which was the aim
            }
        }
    }

    @Override
    protected void handleTextMessage(WebSocketSession raw, TextMessage message) throws IOException {
        EventPump pump = pumps.get(raw.getId());
        if (pump == null) {
            return;
        }
        Frame frame;
        try {
            frame = json.readValue(message.getPayload(), Frame.class);
        } catch (JacksonException _) {
            reply(pump.socket(), "error", Map.of("message", "The frame is not {\"event\":...,\"data\":{...}}."));
            return;
        }
        FrameData data = frame.data() == null ? new FrameData(null, null, null, null) : frame.data();
        switch (frame.event() == null ? "" : frame.event()) {
            case "authenticate" -> authenticate(pump, data);
            case "subscribe" -> subscribe(pump, data);
            case "ping" -> reply(pump.socket(), "pong", Map.of());
            default ->
                reply(pump.socket(), "error", Map.of("message", "Known events are authenticate, subscribe, ping."));
        }
    }

    private void authenticate(EventPump pump, FrameData data) throws IOException {
        switch (authenticator.identify(Optional.ofNullable(data.token()))) {
            case Authenticator.Identity.Known(Caller caller) -> {
                if (!pump.admitted()) {
                    admit(
                            pump,
                            caller,
                            null,
                            _ -> reply(
                                    pump.socket(),
                                    "authenticated",
                                    Map.of("tenant", caller.tenant().value())));
                }
            }
            case Authenticator.Identity.Nobody _, Authenticator.Identity.Wrong _ ->
                pump.socket().close(UNAUTHENTICATED);
        }
    }

    private void subscribe(EventPump pump, FrameData data) throws IOException {
        if (!pump.admitted()) {
            reply(pump.socket(), "error", Map.of("message", "Authenticate first."));
            return;
        }
        try {
            pump.subscribe(
                    new Subscription(data.sessions(), data.events(), data.after()),
                    from -> reply(pump.socket(), "subscribed", Map.of("after", from)));
        } catch (Refusal refusal) {
            error(pump.socket(), refusal);
        }
    }

    private void error(WebSocketSession socket, Refusal refusal) throws IOException {
        reply(
                socket,
                "error",
                Map.of(
                        "message",
                        refusal.problem().detail(),
                        "code",
                        refusal.problem().code()));
    }

    private void reply(WebSocketSession socket, String event, Map<String, Object> data) throws IOException {
        socket.sendMessage(new TextMessage(json.writeValueAsString(new Reply(event, data))));
    }

    @Override
    public void afterConnectionClosed(WebSocketSession raw, CloseStatus status) {
        OpenStreams.left(raw);
        EventPump pump = pumps.remove(raw.getId());
        if (pump != null) {
            pump.close();
        }
    }

    @Override
    public int count() {
        return pumps.size();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pumps.values().forEach(EventPump::close);
    }
}
