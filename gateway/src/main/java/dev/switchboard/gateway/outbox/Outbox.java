// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.Restriction;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The durable queue of what is to be sent. A message enters it in the transaction that accepts it, is marked as handed
/// in
/// the transaction that makes its encrypted form durable, and leaves it when the network has it or will not have it.
public final class Outbox implements AutoCloseable {
    private final OutboxStore store;
    private final Database database;
    private final SessionHost host;
    private final SendPolicies policies;
    private final InstantSource time;
    private final Map<Long, OutboxWorker> workers = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable OutboxListener listener;

    public Outbox(Database database, SessionHost host, SendLimits limits, InstantSource time) {
        this.store = new OutboxStore(database);
        this.database = database;
        this.host = host;
        this.policies = new SendPolicies(database, limits);
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

    /// Whether a message of the session would be handed over at once: none waits, and the governor has nothing against
    /// it.
    public boolean free(SessionKey session) {
        return waiting(session) == 0 && hold(session, time.instant()).isEmpty();
    }

    /// How fast the session may send.
    public SendLimits limits(SessionKey session) {
        return policies.of(session).limits();
    }

    /// Why the session's next message has to wait, and until when if that is known.
    record Hold(String reason, Optional<Instant> until) {}

    /// What keeps the session's next message from going now.
    Optional<Hold> hold(SessionKey session, Instant now) {
        SendPolicy policy = policies.of(session);
        if (policy.paused()) {
            return Optional.of(new Hold("paused", Optional.empty()));
        }
        Optional<Instant> quiet = policy.quiet().flatMap(hours -> hours.end(now));
        if (quiet.isPresent()) {
            return Optional.of(new Hold("quiet_hours", quiet));
        }
        SendLimits limits = policy.limits();
        if (!limits.enabled()) {
            return Optional.empty();
        }
        List<Instant> used = store.used(session, now.minus(Governor.DAY), limits.perDay());
        return switch (Governor.decide(limits, used, now, session.ref())) {
            case Governor.Decision.Go _ -> Optional.empty();
            case Governor.Decision.Wait(Instant until, Governor.Reason reason) ->
                Optional.of(new Hold(reason.name().toLowerCase(Locale.ROOT), Optional.of(until)));
        };
    }

    /// The session's queue as it stands.
    ///
    /// @param hold what the next message waits for
    /// @param used how many messages went in the last minute, hour and day
    /// @param heldBack messages that begin new chats, while the network forbids that
    record Standing(long length, Optional<Hold> hold, SendPolicy policy, List<Long> used, long heldBack) {}

    Standing standing(SessionKey session) {
        Instant now = time.instant();
        List<Long> used = Stream.of(Duration.ofMinutes(1), Duration.ofHours(1), Governor.DAY)
                .map(window -> store.usedCount(session, now.minus(window)))
                .toList();
        long heldBack = restriction(session).isPresent() ? store.coldCount(session) : 0;
        return new Standing(waiting(session), hold(session, now), policies.of(session), used, heldBack);
    }

    /// Changes how a session sends.
    SendPolicy change(SessionKey session, UnaryOperator<SendPolicy> change) {
        SendPolicy policy = database.write(tx -> {
            SendPolicy next = change.apply(policies.stored(tx, session));
            policies.keep(tx, session, next);
            return next;
        });
        signal(session);
        return policy;
    }

    /// The gateway's own limits.
    SendLimits standardLimits() {
        return policies.standardLimits();
    }

    /// What became of a wish to take a message back from the queue.
    enum Cancelled {
        DONE,
        NOT_QUEUED,
        TOO_LATE
    }

    /// Takes a message out of the queue if nobody has begun to send it.
    Cancelled cancel(SessionLease lease, String messageId) {
        OutboxWorker worker = workers.get(lease.key().ref());
        return worker == null ? cancelled(lease, messageId, ref -> true) : worker.cancel(lease, messageId);
    }

    Cancelled cancelled(SessionLease lease, String messageId, LongPredicate untouched) {
        return database.write(tx -> {
            lease.guard(tx);
            Optional<Long> ref = OutboxStore.waitingRef(tx, lease.key(), messageId);
            if (ref.isEmpty()) {
                return Cancelled.NOT_QUEUED;
            }
            if (!untouched.test(ref.get())) {
                return Cancelled.TOO_LATE;
            }
            if (listener != null) {
                listener.rejected(
                        tx, lease, messageId, new Failure("cancelled", false, "It was taken back before it was sent."));
            }
            store.remove(tx, lease, messageId);
            return Cancelled.DONE;
        });
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

    /// What keeps the session from beginning new chats.
    Optional<Restriction> restriction(SessionKey session) {
        Instant now = time.instant();
        return database.read(tx -> Restriction.of(tx, session.ref(), now));
    }

    /// Notes that new chats may be begun, or no longer.
    public void laneChanged(WriteTx tx, SessionLease lease) {
        tx.afterCommit(() -> signal(lease.key()));
    }

    SendPolicy policy(SessionKey session) {
        return policies.of(session);
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
