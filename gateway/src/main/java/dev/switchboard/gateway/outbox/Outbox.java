// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The durable queue of what is to be sent. A message enters it in the transaction that accepts it, is marked as handed
/// in
/// the transaction that makes its encrypted form durable, and leaves it when the network has it or will not have it.
public final class Outbox implements AutoCloseable {
    private final OutboxStore store;
    private final Database database;
    private final SessionHost host;
    private final SendLimits limits;
    private final InstantSource time;
    private final Map<Long, OutboxWorker> workers = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable OutboxListener listener;

    public Outbox(Database database, SessionHost host, SendLimits limits, InstantSource time) {
        this.store = new OutboxStore(database);
        this.database = database;
        this.host = host;
        this.limits = limits;
        this.time = time;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("outbox-timer").daemon(true).factory());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRemoveOnCancelPolicy(true);
        host.listen((session, state) -> {
            if (state == LinkState.CONNECTED) {
                signal(session);
            }
        });
    }

    /// Names who hears of rejected messages; called once, at the start.
    public void tell(OutboxListener rejections) {
        listener = rejections;
    }

    /// Puts a message into the queue; it is looked at once the transaction is durable.
    public void enqueue(WriteTx tx, SessionLease lease, Dispatch dispatch) {
        store.insert(tx, lease, dispatch, time.instant());
        tx.afterCommit(() -> signal(lease.key()));
    }

    /// Notes that the provider has the message durably.
    public void handed(WriteTx tx, SessionLease lease, String messageId) {
        OutboxStore.handed(tx, lease, messageId, time.instant());
    }

    /// Takes a message out of the queue, since its fate is decided; the answer is the change it makes to another
    /// message, if it
    /// was still there and is one.
    public Optional<Dispatch> done(WriteTx tx, SessionLease lease, String messageId) {
        return store.remove(tx, lease, messageId);
    }

    /// How many messages of a session wait to be handed over.
    public long waiting(SessionKey session) {
        return store.waitingCount(session);
    }

    /// Whether a message of the session would be handed over at once: none waits, and the limits leave room.
    public boolean free(SessionKey session) {
        if (waiting(session) > 0) {
            return false;
        }
        if (!limits.enabled()) {
            return true;
        }
        Instant now = time.instant();
        return Governor.decide(
                        limits, store.used(session, now.minus(Governor.DAY), limits.perDay()), now, session.ref())
                instanceof Governor.Decision.Go;
    }

    void signal(SessionKey session) {
        if (host.live(session).isEmpty()) {
            return;
        }
        workers.compute(session.ref(), (_, known) -> {
            OutboxWorker worker = known == null ? new OutboxWorker(this, session) : known;
            worker.signal();
            return worker;
        });
    }

    void signalAfter(OutboxWorker worker, Duration delay) {
        if (!timer.isShutdown()) {
            timer.schedule(() -> signal(worker.session()), Math.max(1, delay.toMillis() + 1), TimeUnit.MILLISECONDS);
        }
    }

    void forgetIfIdle(OutboxWorker worker) {
        workers.computeIfPresent(worker.session().ref(), (_, known) -> known == worker && known.idle() ? null : known);
    }

    /// The provider answers for the message; if its events have not said so, the row says so from now on.
    void taken(SessionLease lease, String messageId) {
        database.submit(tx -> {
            lease.guard(tx);
            handed(tx, lease, messageId);
            return true;
        });
    }

    void reject(SessionLease lease, String messageId, Failure failure) {
        database.submit(tx -> {
            lease.guard(tx);
            if (listener != null) {
                listener.rejected(tx, lease, messageId, failure);
            }
            store.remove(tx, lease, messageId);
            return true;
        });
    }

    void use(SessionLease lease, String messageId, Instant now) {
        database.write(tx -> {
            lease.guard(tx);
            OutboxStore.use(tx, lease, messageId, now);
            return true;
        });
    }

    OutboxStore store() {
        return store;
    }

    SendLimits limits() {
        return limits;
    }

    Instant now() {
        return time.instant();
    }

    Optional<LiveSession> live(SessionKey session) {
        return host.live(session);
    }

    int workers() {
        return workers.size();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
