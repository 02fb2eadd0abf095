// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How each session's link has fared since the gateway started, as its events tell. A session that does nothing costs a
/// hundred bytes here. Safe for any thread.
public final class SessionWatch {
    private final JsonMapper json;
    private final InstantSource time;
    private final Map<Name, Course> courses = new ConcurrentHashMap<>();

    public SessionWatch(JsonMapper json, InstantSource time) {
        this.json = json;
        this.time = time;
    }

    private record Name(TenantId tenant, String session) {}

    /// What is known of a session's link.
    ///
    /// @param connectedSince since when it is connected, if it is
    /// @param uptimePercent how much of the time since it was first connected it was so; without times at rest
    /// @param reconnectAttempts tries since it was last connected
    /// @param qrAttempts QR codes shown since linking began
    /// @param linkingSince when the first of them was shown
    /// @param codeSince when the pairing code on display was given
    /// @param lastError why it last ended, a stable code
    /// @param responseMillis how long its requests to send took, on average
    public record Reading(
            Optional<Instant> connectedSince,
            double uptimePercent,
            int reconnectAttempts,
            int qrAttempts,
            Optional<Instant> linkingSince,
            Optional<Instant> codeSince,
            Optional<String> lastError,
            double responseMillis) {}

    /// Takes in an event that is in the log.
    public void logged(Event event) {
        String session = event.session();
        if (session == null) {
            return;
        }
        Name name = new Name(event.tenant(), session);
        switch (event.name()) {
            case SESSION_STATE -> {
                JsonNode data = json.readTree(event.data());
                course(name)
                        .entered(
                                LinkState.of(data.path("state").asString()),
                                data.path("cause").asString(),
                                event.time());
            }
            case SESSION_QR -> course(name).showedQr(event.time());
            case SESSION_PAIRING_CODE -> course(name).gaveCode(event.time());
            case SESSION_DELETED -> courses.remove(name);
            default -> {
                // says nothing about the link
            }
        }
    }

    /// Notes how long a request to send took.
    public void answered(SessionKey session, Duration took) {
        course(new Name(session.tenant(), session.id())).answered(took);
    }

    public Reading of(SessionKey session) {
        Course course = courses.get(new Name(session.tenant(), session.id()));
        return course == null ? new Course().read(time.instant()) : course.read(time.instant());
    }

    private Course course(Name name) {
        return courses.computeIfAbsent(name, _ -> new Course());
    }

    /// The course of one session's link.
    private static final class Course {
        private static final double WEIGHT_OF_NEWEST = 0.2;

        private LinkState state = LinkState.CREATED;
        private @Nullable Instant since;
        private boolean everConnected;
        private long watchedMillis;
        private long connectedMillis;
        private int reconnects;
        private int codesShown;
        private @Nullable Instant linkingSince;
        private @Nullable Instant codeSince;
        private @Nullable String lastError;
        private double responseMillis;

        synchronized void entered(LinkState next, String cause, Instant at) {
            settle(at);
            if (next == LinkState.CONNECTED) {
                everConnected = true;
                reconnects = 0;
                codesShown = 0;
                linkingSince = null;
                codeSince = null;
            } else if (next == LinkState.RECONNECTING) {
                reconnects++;
                lastError = cause;
            } else if (next == LinkState.FAILED || next == LinkState.RESTRICTED || next == LinkState.LOGGED_OUT) {
                lastError = cause;
            }
            if (next.atRest()) {
                linkingSince = null;
                codeSince = null;
            }
            state = next;
        }

        private void settle(Instant at) {
            Instant before = since;
            if (before != null && everConnected && !state.atRest()) {
                long millis = Math.max(0, Duration.between(before, at).toMillis());
                watchedMillis += millis;
                connectedMillis += state == LinkState.CONNECTED ? millis : 0;
            }
            since = at;
        }

        synchronized void showedQr(Instant at) {
            codesShown = linkingSince == null ? 1 : codesShown + 1;
            linkingSince = linkingSince == null ? at : linkingSince;
        }

        synchronized void gaveCode(Instant at) {
            codeSince = at;
        }

        synchronized void answered(Duration took) {
            double millis = took.toNanos() / 1e6;
            responseMillis =
                    responseMillis == 0 ? millis : responseMillis + WEIGHT_OF_NEWEST * (millis - responseMillis);
        }

        synchronized Reading read(Instant now) {
            boolean connected = state == LinkState.CONNECTED;
            Instant began = since;
            long running = began == null || state.atRest() || !everConnected
                    ? 0
                    : Math.max(0, Duration.between(began, now).toMillis());
            long watched = watchedMillis + running;
            long up = connectedMillis + (connected ? running : 0);
            double percent = !everConnected ? 0 : watched == 0 ? 100 : Math.min(100, 100.0 * up / watched);
            return new Reading(
                    connected ? Optional.ofNullable(began) : Optional.empty(),
                    percent,
                    reconnects,
                    codesShown,
                    Optional.ofNullable(linkingSince),
                    Optional.ofNullable(codeSince),
                    Optional.ofNullable(lastError),
                    responseMillis);
        }
    }
}
