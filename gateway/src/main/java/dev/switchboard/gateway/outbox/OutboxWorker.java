// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.HandOver;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.Restriction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands one session's waiting messages to its link, in order. It exists only while something waits or is under way,
/// and
/// has a thread only while it works: [#signal()] starts one unless it runs.
final class OutboxWorker {
    private static final int PAGE = 256;
    private static final int WINDOW = 1_024;
    private static final Duration PAUSE_AFTER_LOSS = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(OutboxWorker.class);

    private final Outbox outbox;
    private final SessionKey session;
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean rewind = new AtomicBoolean();

    /// Held by who takes messages from the queue, to send them or to cancel them.
    private final ReentrantLock claims = new ReentrantLock();

    /// The last message handed over; guarded by the claims.
    private long cursor;

    /// Whether cold messages were left lying; only the running thread touches it.
    private volatile boolean passedOver;

    /// When the governor is asked again anyway; only the running thread touches it.
    private Instant wakeAt = Instant.MIN;

    OutboxWorker(Outbox outbox, SessionKey session) {
        this.outbox = outbox;
        this.session = session;
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

    /// Whether it can be forgotten.
    boolean idle() {
        return signals.get() == 0 && underWay.get() == 0 && !rewind.get() && !passedOver;
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
            return; // the next connection signals again
        }
        boolean cold = coldLaneOpen();
        if (rewind.get()) {
            if (underWay.get() > 0) {
                return; // the last outcome signals again
            }
            rewind.set(false);
            claims.lock();
            try {
                cursor = 0;
            } finally {
                claims.unlock();
            }
        }
        while (!rewind.get()) {
            boolean governed = outbox.policy(session).governed();
            int room = governed ? 1 : Math.min(PAGE, WINDOW - underWay.get());
            if (room <= 0) {
                return; // outcomes signal again
            }
            List<OutboxItem> items = take(live, governed, room, cold);
            if (items.isEmpty()) {
                return;
            }
            for (OutboxItem item : items) {
                underWay.incrementAndGet();
                live.link().send(item.dispatch(), outcome -> ended(live, item, outcome));
            }
        }
    }

    /// Whether new chats may be begun. What was passed over while they might not is looked at again
    /// as soon
    /// as they may.
    private boolean coldLaneOpen() {
        Optional<Restriction> restriction = outbox.restriction(session);
        if (restriction.isPresent()) {
            passedOver = true;
            Instant now = outbox.now();
            restriction.map(Restriction::until).ifPresent(end -> wake(now, end));
            return false;
        }
        if (passedOver) {
            passedOver = false;
            rewind.set(true);
        }
        return true;
    }

    /// The next messages that may go; from here on they cannot be taken back.
    private List<OutboxItem> take(LiveSession live, boolean governed, int room, boolean cold) {
        claims.lock();
        try {
            List<OutboxItem> items = outbox.store().waiting(session, cursor, room, cold);
            if (items.isEmpty() || (governed && !mayGo(live, items.getFirst()))) {
                return List.of();
            }
            cursor = items.getLast().ref();
            return items;
        } finally {
            claims.unlock();
        }
    }

    /// Takes a message out of the queue unless it has been taken to be sent.
    Outbox.Cancelled cancel(SessionLease lease, String messageId) {
        claims.lock();
        try {
            return outbox.cancelled(lease, messageId, ref -> ref > cursor);
        } finally {
            claims.unlock();
        }
    }

    /// Asks the governor; if the answer is to wait, it will be asked again in time.
    private boolean mayGo(LiveSession live, OutboxItem item) {
        Instant now = outbox.now();
        Optional<Outbox.Hold> hold = outbox.hold(session, now);
        if (hold.isPresent()) {
            hold.get().until().ifPresent(until -> wake(now, until));
            return false;
        }
        outbox.use(live.lease(), item.dispatch().id(), now);
        return true;
    }

    private void wake(Instant now, Instant until) {
        if (!wakeAt.isAfter(now) || until.isBefore(wakeAt)) {
            wakeAt = until;
            outbox.signalAfter(this, Duration.between(now, until));
        }
    }

    private void ended(LiveSession live, OutboxItem item, HandOver outcome) {
        switch (outcome) {
            case HandOver.Taken _ -> {}
            case HandOver.TakenBefore _ ->
                outbox.taken(live.lease(), item.dispatch().id());
            case HandOver.Rejected(var failure) ->
                outbox.reject(live.lease(), item.dispatch().id(), failure);
            case HandOver.NotConnected _ -> rewind.set(true);
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
}
