// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.HandOver;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.LiveSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands one session's waiting messages to its link. It exists only while something waits or is under way, and has a
/// thread only while it works: [#signal()] starts one unless it runs. Without limits messages go in order, many at a
/// time; with them the governor is asked for each, and the lanes take turns.
final class OutboxWorker {
    private static final int PAGE = 256;
    private static final int WINDOW = 1_024;
    private static final Duration PAUSE_AFTER_LOSS = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(OutboxWorker.class);

    private final Outbox outbox;
    private final SessionKey session;
    private final Lanes lanes;
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger visitors = new AtomicInteger();
    private final AtomicBoolean rewind = new AtomicBoolean();

    /// Messages that the link is being given and that the table does not show as handed over yet.
    private final Set<Long> taken = ConcurrentHashMap.newKeySet();

    /// Held by who takes messages from the queue, to send them or to cancel them.
    private final ReentrantLock claims = new ReentrantLock();

    /// Up to where messages were taken in order; guarded by the claims.
    private long cursor;

    /// Whether cold messages were left lying; only the running thread touches it.
    private volatile boolean passedOver;

    /// When the governor is asked again anyway; only the running thread touches it.
    private Instant wakeAt = Instant.MIN;

    /// For which message somebody seems to type, and how long; only the running thread touches them.
    private long typingFor = -1;

    private Instant typingUntil = Instant.MIN;

    OutboxWorker(Outbox outbox, SessionKey session) {
        this.outbox = outbox;
        this.session = session;
        this.lanes = new Lanes(outbox.store(), session);
    }

    SessionKey session() {
        return session;
    }

    /// Something may be there to do.
    void signal() {
        if (signals.getAndIncrement() == 0) {
            Thread.ofVirtual().name("outbox-" + session.ref()).start(this::run);
        }
    }

    /// Keeps the worker from being forgotten, until [#leave()].
    void visit() {
        visitors.incrementAndGet();
    }

    void leave() {
        visitors.decrementAndGet();
    }

    /// Whether it can be forgotten.
    boolean idle() {
        return signals.get() == 0
                && underWay.get() == 0
                && visitors.get() == 0
                && !rewind.get()
                && !passedOver
                && typingFor < 0;
    }

    private void run() {
        int seen = signals.get();
        while (true) {
            try {
                handOverAll();
            } catch (RuntimeException e) {
                LOG.error("the outbox of a session stumbled and will be tried again", e);
                outbox.signalAfter(this, PAUSE_AFTER_LOSS);
            }
            int left = signals.addAndGet(-seen);
            if (left == 0) {
                break;
            }
            seen = left;
        }
        outbox.forgetIfIdle(this);
    }

    private void handOverAll() {
        LiveSession live = outbox.live(session).orElse(null);
        if (live == null || live.state() != LinkState.CONNECTED) {
            typingFor = -1;
            return; // the next connection signals again
        }
        if (rewind.get()) {
            if (underWay.get() > 0) {
                return; // the last outcome signals again
            }
            rewind.set(false);
            restart();
        }
        while (!rewind.get()) {
            List<OutboxItem> items = outbox.policy(session).governed() ? governed(live) : inOrder(live.lease());
            if (items.isEmpty()) {
                return;
            }
            for (OutboxItem item : items) {
                underWay.incrementAndGet();
                live.link().send(item.dispatch(), outcome -> ended(live, item, outcome));
            }
        }
    }

    private void restart() {
        claims.lock();
        try {
            cursor = 0;
        } finally {
            claims.unlock();
        }
    }

    /// The next messages in order, where no limits hold; from here on they cannot be taken back.
    private List<OutboxItem> inOrder(SessionLease lease) {
        Instant now = outbox.now();
        Optional<Outbox.Hold> restricted = outbox.restriction(session, now);
        if (restricted.isPresent()) {
            passedOver = true;
            restricted.flatMap(Outbox.Hold::until).ifPresent(end -> wake(now, end));
        } else if (passedOver) {
            passedOver = false;
            restart();
        }
        int room = Math.min(PAGE, WINDOW - underWay.get());
        if (room <= 0) {
            return List.of(); // outcomes signal again
        }
        claims.lock();
        try {
            while (true) {
                List<OutboxItem> page = outbox.store().page(session, cursor, room, restricted.isEmpty());
                if (page.isEmpty()) {
                    return page;
                }
                cursor = page.getLast().ref();
                List<OutboxItem> items = claimed(lease, page, now);
                if (!items.isEmpty()) {
                    return items;
                }
            }
        } finally {
            claims.unlock();
        }
    }

    /// Those of the messages that can still be sent, from now on only by this worker.
    private List<OutboxItem> claimed(SessionLease lease, List<OutboxItem> page, Instant now) {
        List<OutboxItem> items = new ArrayList<>(page.size());
        for (OutboxItem item : page) {
            if (taken.add(item.ref())) {
                if (item.expired(now)) {
                    reject(lease, item, Outbox.EXPIRED);
                } else {
                    items.add(item);
                }
            }
        }
        return items;
    }

    /// The next message, if the governor has nothing against it; from here on it cannot be taken back.
    private List<OutboxItem> governed(LiveSession live) {
        Instant now = outbox.now();
        Optional<Outbox.Hold> hold = outbox.hold(session, now);
        Optional<Outbox.Hold> cold = outbox.coldHold(session, now);
        if (hold.isPresent()) {
            held(live, hold.get(), now, true);
            return List.of();
        }
        claims.lock();
        try {
            cursor = 0; // out of order from here on
            Optional<OutboxItem> next = lanes.next(cold.isEmpty(), taken);
            if (next.isEmpty()) {
                cold.ifPresent(reason -> held(live, reason, now, outbox.store().coldCount(session) > 0));
                return List.of();
            }
            OutboxItem item = next.get();
            if (!item.expired(now) && !typed(live, item, now)) {
                return List.of();
            }
            List<OutboxItem> items = claimed(live.lease(), List.of(item), now);
            if (!items.isEmpty()) {
                outbox.use(live.lease(), item, now);
                outbox.released(session, live.lease());
                lanes.sent(item);
            } else {
                signal(); // it had expired: there may be another
            }
            return items;
        } finally {
            claims.unlock();
        }
    }

    private void held(LiveSession live, Outbox.Hold hold, Instant now, boolean concerns) {
        hold.until().ifPresent(until -> wake(now, until));
        if (concerns) {
            outbox.held(session, live.lease(), hold);
        }
    }

    /// Whether nothing is left to be seen before the message: where the policy wants it, somebody types it first.
    private boolean typed(LiveSession live, OutboxItem item, Instant now) {
        if (!outbox.policy(session).typing()) {
            return true;
        }
        if (typingFor != item.ref()) {
            Optional<Typing> typing = Typing.before(item.dispatch());
            if (typing.isEmpty()) {
                return true;
            }
            live.link().people().show(item.dispatch().to(), typing.get().activity());
            typingFor = item.ref();
            typingUntil = now.plus(typing.get().length());
        }
        if (typingUntil.isAfter(now)) {
            wake(now, typingUntil);
            return false;
        }
        typingFor = -1;
        return true;
    }

    /// Takes a message out of the queue unless it has been taken to be sent.
    Outbox.Cancelled cancel(SessionLease lease, String messageId, Failure failure) {
        claims.lock();
        try {
            return outbox.cancelled(lease, messageId, failure, ref -> !taken.contains(ref));
        } finally {
            claims.unlock();
        }
    }

    private void wake(Instant now, Instant until) {
        if (!wakeAt.isAfter(now) || until.isBefore(wakeAt)) {
            wakeAt = until;
            outbox.signalAfter(this, Duration.between(now, until));
        }
    }

    private void ended(LiveSession live, OutboxItem item, HandOver outcome) {
        switch (outcome) {
            case HandOver.Taken _ -> taken.remove(item.ref());
            case HandOver.TakenBefore _ ->
                outbox.taken(live.lease(), item.dispatch().id(), () -> taken.remove(item.ref()));
            case HandOver.Rejected(var failure) -> reject(live.lease(), item, failure);
            case HandOver.NotConnected _ -> {
                rewind.set(true);
                taken.remove(item.ref());
            }
        }
        int left = underWay.decrementAndGet();
        if (rewind.get()) {
            if (left == 0) {
                outbox.signalAfter(this, PAUSE_AFTER_LOSS);
            }
        } else if (left == 0 || left == WINDOW / 2) {
            signal();
        }
    }

    private void reject(SessionLease lease, OutboxItem item, Failure failure) {
        outbox.reject(lease, item.dispatch().id(), failure, () -> taken.remove(item.ref()));
    }
}
