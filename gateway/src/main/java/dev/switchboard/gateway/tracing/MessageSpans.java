// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.tracing;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderSink;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes a span of each own message, below that of the request that brought it: from its acceptance to the network's
/// acknowledgement, with one part in the outbox and one with the network. A message that is under way when the gateway
/// ends loses its span, never itself.
public final class MessageSpans implements AutoCloseable {
    private static final int MOST = 10_000;

    private final Tracer tracer;
    private final JsonMapper json;
    private final InstantSource time;
    private final Map<Key, Journey> journeys = new LinkedHashMap<>();

    public MessageSpans(Tracing tracing, JsonMapper json, InstantSource time) {
        this.json = json;
        this.tracer = tracing.tracer();
        this.time = time;
    }

    private record Key(String tenant, String session, String message) {
        static Key of(SessionKey session, String message) {
            return new Key(session.tenant().value(), session.id(), message);
        }
    }

    /// What is known of a message. The network may be quicker than the request that brought it.
    private static final class Journey {
        private @Nullable Span span;
        private @Nullable Instant accepted;
        private @Nullable Instant handed;
        private @Nullable Instant ended;
        private Optional<String> failure = Optional.empty();
    }

    /// Takes note of a message that was accepted, on the thread of the request.
    public synchronized void accepted(SessionKey session, String message) {
        Instant now = time.instant();
        Key key = Key.of(session, message);
        Journey journey = journey(key);
        journey.accepted = now;
        journey.span = tracer.spanBuilder("send message")
                .setParent(Context.current())
                .setSpanKind(SpanKind.PRODUCER)
                .setStartTimestamp(now)
                .setAttribute("messaging.system", "whatsapp")
                .setAttribute("messaging.message.id", message)
                .setAttribute("switchboard.tenant", session.tenant().value())
                .setAttribute("switchboard.session", session.id())
                .startSpan();
        finishIfEnded(key, journey);
    }

    /// Sees what links report before it goes where it is to go.
    public ProviderSink watching(ProviderSink next) {
        return (tx, lease, events) -> {
            for (ProviderEvent event : events) {
                see(lease, event);
            }
            next.record(tx, lease, events);
        };
    }

    private void see(SessionLease lease, ProviderEvent event) {
        if (event instanceof ProviderEvent.Handed(List<String> ids)) {
            ids.forEach(id -> handed(Key.of(lease.key(), id)));
        }
    }

    /// Takes in an event that is in the log.
    public void logged(Event event) {
        String session = event.session();
        if (event.name() != EventName.MESSAGE_STATUS || session == null) {
            return;
        }
        JsonNode data = json.readTree(event.data());
        String status = data.path("status").asString("");
        if (status.equals(Delivery.SENT.text()) || status.equals(Delivery.FAILED.text())) {
            ended(
                    new Key(event.tenant().value(), session, data.path("id").asString("")),
                    Optional.ofNullable(data.path("failure").asString(null)));
        }
    }

    private synchronized void handed(Key key) {
        journey(key).handed = time.instant();
    }

    private synchronized void ended(Key key, Optional<String> failure) {
        Journey journey = journey(key);
        journey.ended = time.instant();
        journey.failure = failure;
        finishIfEnded(key, journey);
    }

    private Journey journey(Key key) {
        Journey journey = journeys.computeIfAbsent(key, _ -> new Journey());
        if (journeys.size() > MOST) {
            Key eldest = journeys.keySet().iterator().next();
            Journey lost = journeys.remove(eldest);
            if (lost != null && lost.span != null) {
                lost.span.end();
            }
        }
        return journey;
    }

    private void finishIfEnded(Key key, Journey journey) {
        Span span = journey.span;
        Instant accepted = journey.accepted;
        Instant ended = journey.ended;
        if (span == null || accepted == null || ended == null) {
            return;
        }
        journeys.remove(key);
        Instant handed = journey.handed == null ? ended : journey.handed;
        part(span, "outbox", accepted, handed.isBefore(accepted) ? accepted : handed);
        part(span, "network", handed, ended);
        journey.failure.ifPresent(failure -> {
            span.setAttribute("error.type", failure);
            span.setStatus(StatusCode.ERROR);
        });
        span.end(ended.isBefore(accepted) ? accepted : ended);
    }

    private void part(Span whole, String name, Instant from, Instant to) {
        tracer.spanBuilder(name)
                .setParent(Context.root().with(whole))
                .setStartTimestamp(from)
                .startSpan()
                .end(to);
    }

    @Override
    public synchronized void close() {
        journeys.values().forEach(journey -> {
            if (journey.span != null) {
                journey.span.addEvent("gateway stopped");
                journey.span.end();
            }
        });
        journeys.clear();
    }
}
