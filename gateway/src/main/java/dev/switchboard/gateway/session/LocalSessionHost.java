// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.provider.ProviderSink;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The host of all sessions when there is one process.
public final class LocalSessionHost implements SessionHost {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration LOGOUT_LIMIT = Duration.ofSeconds(15);

    private final Provider provider;
    private final Map<Long, LiveSession> sessions = new ConcurrentHashMap<>();
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean stopping;
    private @Nullable ProviderSink sink;

    public LocalSessionHost(Provider provider) {
        this.provider = provider;
    }

    /// Names where links report; called once, before any is opened.
    public void reportTo(ProviderSink reports) {
        sink = reports;
    }

    @Override
    public LiveSession open(SessionLease lease, LinkStatus status) {
        ProviderSink reports = Objects.requireNonNull(sink, "no sink was named");
        return sessions.computeIfAbsent(
                lease.key().ref(), _ -> new LiveSession(lease, provider.open(lease, reports), status.state()));
    }

    @Override
    public Optional<LiveSession> live(SessionKey session) {
        return Optional.ofNullable(sessions.get(session.ref()));
    }

    @Override
    public void start(SessionLease lease, LinkStatus status) {
        LiveSession live = open(lease, status);
        live.commands().lock();
        try {
            if (!stopping) {
                live.link().start();
            }
        } finally {
            live.commands().unlock();
        }
    }

    @Override
    public void stop(SessionKey session) {
        LiveSession live = sessions.get(session.ref());
        if (live == null) {
            return;
        }
        live.commands().lock();
        try {
            live.link().stop(STOP_LIMIT);
            sessions.remove(session.ref(), live);
        } finally {
            live.commands().unlock();
        }
    }

    @Override
    public void logout(SessionLease lease, LinkStatus status) {
        LiveSession live = open(lease, status);
        live.commands().lock();
        try {
            if (!live.link().logout(LOGOUT_LIMIT)) {
                live.link().stop(STOP_LIMIT);
            }
            sessions.remove(lease.key().ref(), live);
        } finally {
            live.commands().unlock();
        }
    }

    @Override
    public boolean await(LiveSession session, Predicate<LiveSession> condition, Duration limit)
            throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (!condition.test(session)) {
                if (nanos <= 0 || stopping) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void listen(SessionListener listener) {
        listeners.add(listener);
    }

    @Override
    public int count() {
        return sessions.size();
    }

    /// Takes note of a durable new state.
    void entered(SessionKey key, LinkState state) {
        change(key, live -> live.enter(state));
        listeners.forEach(listener -> listener.onState(key, state));
    }

    void offered(SessionKey key, @Nullable QrOffer qr, @Nullable CodeOffer code) {
        change(key, live -> {
            if (qr != null) {
                live.offer(qr);
            }
            if (code != null) {
                live.offer(code);
            }
        });
    }

    private void change(SessionKey key, java.util.function.Consumer<LiveSession> change) {
        LiveSession live = sessions.get(key.ref());
        if (live == null) {
            return;
        }
        lock.lock();
        try {
            change.accept(live);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean stopping() {
        return stopping;
    }

    /// Disconnects all; their wish to be connected stays for the next start.
    void stopAll() {
        stopping = true;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        List<Thread> stops = sessions.values().stream()
                .map(live -> Thread.ofVirtual().start(() -> live.link().stop(STOP_LIMIT)))
                .toList();
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        sessions.clear();
    }
}
