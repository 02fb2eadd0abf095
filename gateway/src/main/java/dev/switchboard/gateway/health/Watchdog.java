// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.Pulse;
import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.RestoreProgress;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.CareSettings;
import dev.switchboard.gateway.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the sessions that are meant to be connected. A dead socket is found by the link itself; this finds what
/// looks alive and is not: a session to which nothing is delivered any more although the network answers, and one that
/// got stuck on its way to be connected. The first has to prove that it hears, by a ping and by having the network
/// deliver anew what it may hold back, and is connected anew if it cannot.
public final class Watchdog extends AfterSessions {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);
    private static final Duration STUCK_AFTER = Duration.ofMinutes(3);
    private static final int PROBES_AT_ONCE = 16;

    /// How often the patience with a silent session doubles.
    private static final int MOST_DOUBLINGS = 5;

    /// So many own messages that the network took, and nothing at all in return, are suspicious.
    private static final int UNANSWERED = 5;

    private static final Duration UNANSWERED_AFTER = Duration.ofMinutes(5);

    private final Sessions sessions;
    private final SessionHost host;
    private final SessionHealth health;
    private final Tools tools;
    private final CareSettings settings;
    private final InstantSource time;
    private final Map<Long, Proof> proofs = new ConcurrentHashMap<>();
    private final Map<Long, HealthLevel> levels = new HashMap<>();

    /// What the watchdog works with.
    public record Tools(
            Database database, EventLog events, MessageFigures figures, WatchTally tally, RestoreProgress restored) {}

    public Watchdog(
            Sessions sessions,
            SessionHost host,
            SessionHealth health,
            Tools tools,
            CareSettings settings,
            InstantSource time) {
        super("watchdog", settings.checkEvery());
        this.sessions = sessions;
        this.host = host;
        this.health = health;
        this.tools = tools;
        this.settings = settings;
        this.time = time;
    }

    /// When a session last proved that it hears, and how often in a row it had nothing to hear.
    private record Proof(Instant at, int quiet) {}

    /// What is told when a session's level changes.
    record HealthData(String level, List<HealthLevel.Reason> reasons) {}

    @Override
    protected void work() {
        try {
            round();
        } catch (RuntimeException e) {
            LOG.error("the watchdog could not look after the sessions", e);
        }
        wakeAfter(settings.checkEvery());
    }

    /// Looks after all sessions once; done when all of them are seen to.
    public void round() {
        sessions.gatewayLives();
        if (tools.restored().look().underWay()) {
            return; // they are being seen to
        }
        List<Session> wanted = sessions.wanted();
        Set<Long> known = new HashSet<>();
        Semaphore lanes = new Semaphore(PROBES_AT_ONCE);
        try (ExecutorService probes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Session session : wanted) {
                known.add(session.key().ref());
                tellLevel(session);
                if (suspicious(session)) {
                    lanes.acquireUninterruptibly();
                    probes.submit(() -> {
                        try {
                            seeTo(session);
                        } finally {
                            lanes.release();
                        }
                    });
                }
            }
        }
        proofs.keySet().retainAll(known);
        levels.keySet().retainAll(known);
    }

    private boolean suspicious(Session session) {
        Optional<LiveSession> live = host.live(session.key());
        Instant now = time.instant();
        if (live.isEmpty()) {
            return session.updatedAt().isBefore(now.minus(STUCK_AFTER));
        }
        return switch (live.get().state()) {
            case CONNECTED -> silent(session, live.get(), now);
            case CONNECTING, PAIRING -> session.updatedAt().isBefore(now.minus(STUCK_AFTER));
            case RECONNECTING ->
                session.status()
                        .until()
                        .filter(next -> next.isBefore(now.minus(STUCK_AFTER)))
                        .isPresent();
            case CREATED,
                    AWAITING_SCAN,
                    AWAITING_CODE,
                    AWAITING_PASSKEY,
                    DISCONNECTED,
                    LOGGED_OUT,
                    RESTRICTED,
                    FAILED -> false;
        };
    }

    private boolean silent(Session session, LiveSession live, Instant now) {
        if (settings.deafAfter().isZero()) {
            return false;
        }
        Instant heard = lastHeard(session, live);
        Proof proof = proofs.get(session.key().ref());
        int quiet = proof == null ? 0 : proof.quiet();
        Duration silence = Duration.between(heard, now);
        if (silence.compareTo(settings.deafAfter().multipliedBy(1L << quiet)) >= 0) {
            return true;
        }
        return quiet == 0
                && silence.compareTo(UNANSWERED_AFTER) >= 0
                && tools.figures().unanswered(session, heard) >= UNANSWERED;
    }

    /// When something was last delivered, or the session last proved that it hears.
    private Instant lastHeard(Session session, LiveSession live) {
        Instant heard = live.link().lastDelivery().orElse(Instant.EPOCH);
        Instant connected = session.connectedAt().orElse(session.updatedAt());
        Instant latest = heard.isAfter(connected) ? heard : connected;
        Proof proof = proofs.get(session.key().ref());
        if (proof != null && latest.isAfter(proof.at())) {
            proofs.remove(session.key().ref()); // it heard something since: patience begins anew
            return latest;
        }
        return proof == null ? latest : proof.at();
    }

    private void seeTo(Session session) {
        try {
            Optional<LiveSession> live = host.live(session.key());
            if (live.isPresent() && live.get().state() == LinkState.CONNECTED) {
                probe(session, live.get());
            } else {
                tools.tally().unstuck();
                LOG.warn(
                        "session {} was stuck and is connected anew",
                        session.key().ref());
                host.stop(session.key());
                host.start(Sessions.lease(session), session.status());
            }
        } catch (RuntimeException e) {
            LOG.error("session {} could not be seen to", session.key().ref(), e);
        }
    }

    private void probe(Session session, LiveSession live) {
        long ref = session.key().ref();
        tools.tally().probed();
        Optional<Instant> before = live.link().lastDelivery();
        switch (live.link().probe(true, PROBE_LIMIT)) {
            case Answer.Given<Pulse>(Pulse pulse) -> {
                int found = pulse.drained().orElse(0);
                if (found == 0) {
                    proved(ref, false);
                } else if (live.link().lastDelivery().equals(before)) {
                    revive(ref, live); // it is said to have been delivered, and was not
                } else {
                    tools.tally().drained();
                    LOG.warn("session {} was deaf: {} stanzas had been held back", ref, found);
                    proved(ref, true);
                }
            }
            case Answer.Refused<Pulse> _, Answer.TimedOut<Pulse> _ -> revive(ref, live);
            case Answer.NotConnected<Pulse> _ -> {
                // the link knows by itself that it is down
            }
        }
    }

    private void revive(long session, LiveSession live) {
        tools.tally().revived();
        LOG.warn("session {} is deaf and is connected anew", session);
        live.link().revive();
        proved(session, false);
    }

    private void proved(long session, boolean heard) {
        proofs.compute(
                session,
                (_, before) -> new Proof(
                        time.instant(), heard ? 0 : before == null ? 1 : Math.min(MOST_DOUBLINGS, before.quiet() + 1)));
    }

    private void tellLevel(Session session) {
        List<HealthLevel.Reason> reasons = health.ofLink(session);
        HealthLevel level = HealthLevel.of(reasons);
        HealthLevel before = levels.put(session.key().ref(), level);
        if (before == level || (before == null && level == HealthLevel.HEALTHY)) {
            return;
        }
        tools.database().write(tx -> {
            tools.events()
                    .append(
                            tx,
                            session.key().tenant(),
                            session.key().id(),
                            EventName.SESSION_HEALTH,
                            new HealthData(level.text(), reasons));
            return true;
        });
    }
}
