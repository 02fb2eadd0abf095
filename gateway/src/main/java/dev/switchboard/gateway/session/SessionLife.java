// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.provider.LinkState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Brings sessions back at the start, only so many connecting at the same time, and disconnects them at the end. It
/// starts before the HTTP ports and stops after them.
public final class SessionLife implements SmartLifecycle {
    private static final Duration SETTLE = Duration.ofSeconds(20);

    /// One lane more at a time, so that the first second of a start does not open as many connections as it may.
    private static final Duration LANE_EVERY = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(SessionLife.class);

    private final Sessions sessions;
    private final LocalSessionHost host;
    private final int atOnce;
    private final Optional<String> standing;
    private final RestoreProgress progress;
    private final InstantSource time;
    private volatile boolean running;

    /// @param atOnce how many sessions may be connecting at the same time after a start
    /// @param standing a session that is made and connected at every start, as in the demo
    public SessionLife(
            Sessions sessions,
            LocalSessionHost host,
            int atOnce,
            Optional<String> standing,
            RestoreProgress progress,
            InstantSource time) {
        this.sessions = sessions;
        this.host = host;
        this.atOnce = atOnce;
        this.standing = standing;
        this.progress = progress;
        this.time = time;
    }

    @Override
    public void start() {
        sessions.claimAll();
        List<Session> restored = sessions.wanted();
        if (!restored.isEmpty()) {
            LOG.info("restoring {} sessions, {} at a time", restored.size(), atOnce);
        }
        progress.begin(restored.size(), time.instant());
        Queue<Session> waiting = new ConcurrentLinkedQueue<>(restored);
        IntStream.range(0, Math.min(atOnce, restored.size()))
                .forEach(lane -> Thread.ofVirtual().name("restore-" + lane).start(() -> {
                    LockSupport.parkNanos(LANE_EVERY.multipliedBy(lane).toNanos());
                    restore(waiting);
                }));
        standing.ifPresent(this::stand);
        running = true;
    }

    private void stand(String id) {
        Caller system = new Caller(Authenticator.FIRST_TENANT, "system", Role.OWNER);
        sessions.create(system, Optional.of(id), Optional.empty());
        sessions.find(system.tenant(), id)
                .filter(session -> !session.wanted())
                .ifPresent(session -> sessions.connect(system, session));
    }

    private void restore(Queue<Session> waiting) {
        Session next;
        while (!host.stopping() && (next = waiting.poll()) != null) {
            boolean up = false;
            try {
                host.start(Sessions.lease(next), next.status());
                LiveSession live = host.live(next.key()).orElse(null);
                if (live != null) {
                    host.await(live, SessionLife::settled, SETTLE);
                    up = live.state() == LinkState.CONNECTED;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("a session could not be restored", e);
            }
            if (progress.settled(up, time.instant())) {
                RestoreProgress.Look look = progress.look();
                LOG.info("restored {} of {} sessions, {} connected", look.settled(), look.total(), look.connected());
            }
        }
    }

    private static boolean settled(LiveSession live) {
        return live.state() != LinkState.CONNECTING && live.state() != LinkState.PAIRING;
    }

    @Override
    public void stop() {
        running = false;
        host.stopAll();
        sessions.gatewayLives();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
