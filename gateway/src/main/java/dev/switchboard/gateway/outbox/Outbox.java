// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.Restriction;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.settings.SendHabits;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The durable queue of what is to be sent. A message enters it in the transaction that accepts it, is marked as
/// handed in the transaction that makes its encrypted form durable, and leaves it when the network has it or will not
/// have it.
public final class Outbox implements AutoCloseable {
    static final Failure EXPIRED =
            new Failure("expired", false, "Its time ran out before it could be sent. Give it more, or none.");
    private static final Failure CANCELLED = new Failure("cancelled", false, "It was taken back before it was sent.");
    private static final String GAP = Governor.Reason.GAP.name().toLowerCase(Locale.ROOT);
    private static final int BATCH = 256;

    private final OutboxStore store;
    private final Database database;
    private final SessionHost host;
    private final SendPolicies policies;
    private final EventLog events;
    private final InstantSource time;
    private final Map<Long, OutboxWorker> workers = new ConcurrentHashMap<>();

    /// What each session that was told to wait waits for, so that it is told once.
    private final Map<Long, String> heldBy = new ConcurrentHashMap<>();

    private final ScheduledThreadPoolExecutor timer;
    private @Nullable OutboxListener listener;
    private Runnable laterListener = () -> {};

    /// What holds for sessions and tenants that say nothing of their own.
    public record Standards(SendLimits limits, SendHabits habits) {}

    public Outbox(
            Database database,
            SessionHost host,
            EventLog events,
            ContentGuard guard,
            Standards standards,
            InstantSource time) {
        this.store = new OutboxStore(database, guard);
        this.database = database;
        this.host = host;
        this.events = events;
        this.policies = new SendPolicies(database, SendPolicy.standard(standards.limits(), standards.habits()));
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

    /// Names who hears of what becomes of messages; called once, at the start.
    public void tell(OutboxListener hearer) {
        listener = hearer;
    }

    /// Names who sees to messages that are to be sent later, or expire; called once, at the start.
    void tellOfLater(Runnable look) {
        laterListener = look;
    }

    /// Puts a message into the queue; it is looked at once the transaction is durable.
    public void enqueue(WriteTx tx, SessionLease lease, Dispatch dispatch) {
        enqueue(tx, lease, dispatch, Slot.NEXT);
    }

    /// Puts a message into the queue, or aside until its time.
    public void enqueue(WriteTx tx, SessionLease lease, Dispatch dispatch, Slot slot) {
        Instant now = time.instant();
        if (slot.sendAt().isPresent()) {
            store.insertLater(tx, lease, dispatch, slot, slot.sendAt().get(), now);
        } else {
            store.insert(tx, lease, dispatch, slot, now);
            tx.afterCommit(() -> signal(lease.key()));
        }
        if (slot.sendAt().isPresent() || slot.expiresAt().isPresent()) {
            tx.afterCommit(laterListener);
        }
    }

    /// Notes which account a session has.
    public void linked(WriteTx tx, SessionLease lease, Jid account) {
        OutboxStore.linked(tx, lease, account.user(), time.instant());
    }

    /// Notes that the provider has the message durably.
    public void handed(WriteTx tx, SessionLease lease, String messageId) {
        OutboxStore.handed(tx, lease, messageId, time.instant());
    }

    /// Takes a message out of the queue, since its fate is decided; the answer is the change it makes to another
    /// message, if it was still there and is one.
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

    /// What becomes of a message that is over the session's limits, unless the request says so itself.
    public SendHabits.WhenBlocked whenBlocked(SessionKey session) {
        return policies.of(session).whenBlocked();
    }

    /// How many messages of all sessions are to be sent later.
    public double scheduled() {
        return database.read(tx -> tx.number("SELECT count(*) FROM outbox_later"));
    }

    /// How many sessions wait for a limit, as far as was noticed.
    public double sessionsHeld() {
        return heldBy.size();
    }

    /// How fast the session may begin chats.
    public Pace pace(SessionKey session) {
        Instant now = time.instant();
        SendPolicy policy = policies.of(session);
        SendLimits limits = coldAllowance(session, now)
                .map(allowance -> policy.limits().enabled()
                        ? new SendLimits(
                                true,
                                policy.limits().perMinute(),
                                policy.limits().perHour(),
                                Math.max(1, Math.min(policy.limits().perDay(), allowance)),
                                policy.limits().gapMin(),
                                policy.limits().gapMax())
                        : new SendLimits(
                                true,
                                Integer.MAX_VALUE,
                                Integer.MAX_VALUE,
                                Math.max(1, allowance),
                                Duration.ZERO,
                                Duration.ZERO))
                .orElse(policy.limits());
        List<Instant> used =
                limits.enabled() ? store.used(session, now.minus(Governor.DAY), limits.perDay(), false) : List.of();
        return new Pace(limits, used, at -> policy.quiet().flatMap(hours -> hours.end(at)));
    }

    /// Takes a message out of the queue unless somebody has begun to send it; false if it is too late.
    public boolean takeBack(SessionLease lease, String messageId) {
        return cancel(lease, messageId) == Cancelled.DONE;
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
        List<Instant> used = store.used(session, now.minus(Governor.DAY), limits.perDay(), false);
        return switch (Governor.decide(limits, used, now, session.ref())) {
            case Governor.Decision.Go _ -> Optional.empty();
            case Governor.Decision.Wait(Instant until, Governor.Reason reason) ->
                Optional.of(new Hold(reason.name().toLowerCase(Locale.ROOT), Optional.of(until)));
        };
    }

    /// What keeps the session from beginning new chats: the network, or what it may begin in a day.
    Optional<Hold> coldHold(SessionKey session, Instant now) {
        return restriction(session, now).or(() -> coldLimit(session, now));
    }

    Optional<Hold> restriction(SessionKey session, Instant now) {
        return database.read(tx -> Restriction.of(tx, session.ref(), now))
                .map(held -> new Hold("restricted", Optional.ofNullable(held.until())));
    }

    private Optional<Hold> coldLimit(SessionKey session, Instant now) {
        Optional<Integer> allowance = coldAllowance(session, now);
        if (allowance.isEmpty()) {
            return Optional.empty();
        }
        List<Instant> used = store.used(session, now.minus(Governor.DAY), allowance.get(), true);
        if (used.size() < allowance.get()) {
            return Optional.empty();
        }
        Instant room = used.getLast().plus(Governor.DAY);
        WarmUp warmUp = policies.of(session).warmUp();
        Optional<Instant> step = store.accountSince(session).flatMap(since -> warmUp.nextStep(since, now));
        return Optional.of(new Hold(
                step.isPresent() ? "warm_up" : "cold_limit",
                Optional.of(step.filter(room::isAfter).orElse(room))));
    }

    private Optional<Integer> coldAllowance(SessionKey session, Instant now) {
        SendPolicy policy = policies.of(session);
        Duration age = policy.warmUp().days() == 0
                ? Duration.ZERO
                : store.accountSince(session)
                        .map(since -> Duration.between(since, now))
                        .orElse(Duration.ZERO);
        return policy.coldAllowance(age);
    }

    /// The session's queue as it stands.
    ///
    /// @param hold what the next message waits for
    /// @param used how many messages went in the last minute, hour and day
    record Standing(
            long length,
            OutboxStore.Later later,
            Optional<Hold> hold,
            SendPolicy policy,
            List<Long> used,
            ColdStanding cold) {}

    /// The messages that begin chats.
    ///
    /// @param hold what they wait for besides
    /// @param used how many went in the last day
    /// @param allowance how many may in a day; empty if nothing limits them as such
    record ColdStanding(long length, Optional<Hold> hold, long used, Optional<Integer> allowance) {}

    Standing standing(SessionKey session) {
        Instant now = time.instant();
        List<Long> used = Stream.of(Duration.ofMinutes(1), Duration.ofHours(1), Governor.DAY)
                .map(window -> store.usedCount(session, now.minus(window)))
                .toList();
        ColdStanding cold = new ColdStanding(
                store.coldCount(session),
                coldHold(session, now),
                store.used(session, now.minus(Governor.DAY), Integer.MAX_VALUE, true)
                        .size(),
                coldAllowance(session, now));
        return new Standing(
                waiting(session), store.later(session), hold(session, now), policies.of(session), used, cold);
    }

    /// Pauses a session, or lets it go on.
    void pause(SessionLease lease, boolean paused) {
        SessionKey session = lease.key();
        database.write(tx -> {
            policies.keep(
                    tx,
                    session,
                    new SendPolicies.Own(SendPolicies.stored(tx, session).layer(), paused));
            tell(tx, lease, paused ? Optional.of(new Hold("paused", Optional.empty())) : Optional.empty());
            return true;
        });
        heldBy.remove(session.ref());
        signal(session);
    }

    /// Changes how a session sends.
    void change(SessionKey session, PolicyLayer layer) {
        database.write(tx -> {
            policies.keep(
                    tx,
                    session,
                    new SendPolicies.Own(layer, SendPolicies.stored(tx, session).paused()));
            return true;
        });
        signal(session);
    }

    /// Changes how all of a tenant's sessions send that say nothing themselves.
    void change(TenantId tenant, PolicyLayer layer) {
        database.write(tx -> {
            policies.keep(tx, tenant, layer);
            return true;
        });
        workers.values().stream().map(OutboxWorker::session).forEach(this::signal);
    }

    /// What a queue waits for, as an event.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record QueueData(
            boolean blocked,
            @Nullable String blockedBy,
            @Nullable Instant until) {}

    private void tell(WriteTx tx, SessionLease lease, Optional<Hold> hold) {
        events.append(
                tx,
                lease.key().tenant(),
                lease.key().id(),
                EventName.QUEUE_UPDATED,
                new QueueData(
                        hold.isPresent(),
                        hold.map(Hold::reason).orElse(null),
                        hold.flatMap(Hold::until).orElse(null)));
    }

    /// Messages wait for something; it is told once, and not at all of the gap between messages.
    void held(SessionKey session, SessionLease lease, Hold hold) {
        if (!hold.reason().equals(GAP)
                && !hold.reason().equals("paused")
                && !hold.reason().equals(heldBy.put(session.ref(), hold.reason()))) {
            tellLater(lease, Optional.of(hold));
        }
    }

    /// A message goes, so none waits for what was told.
    void released(SessionKey session, SessionLease lease) {
        if (heldBy.remove(session.ref()) != null) {
            tellLater(lease, Optional.empty());
        }
    }

    private void tellLater(SessionLease lease, Optional<Hold> hold) {
        database.submit(tx -> {
            lease.guard(tx);
            tell(tx, lease, hold);
            return true;
        });
    }

    /// What holds for a tenant's sessions that say nothing.
    SendPolicy policy(TenantId tenant) {
        return policies.of(tenant);
    }

    /// The gateway's own.
    SendPolicy standard() {
        return policies.standard();
    }

    /// What waits, and then what is to be sent later.
    List<OutboxStore.Shown> shown(SessionKey session, long after, int limit, boolean later) {
        return later ? store.shownLater(session, after, limit) : store.shown(session, after, limit);
    }

    /// Moves messages into the queue whose time has come, and lets those fail that are too late; the answer is when
    /// there is more to do.
    Optional<Instant> look() {
        Instant now = time.instant();
        List<OutboxStore.Waiting> expired = store.expired(now, BATCH);
        expired.forEach(late -> cancel(late.lease(), late.messageId(), EXPIRED));
        List<OutboxStore.Waiting> due = store.due(now, BATCH);
        if (!due.isEmpty()) {
            database.write(tx -> {
                due.forEach(message -> enqueueDue(tx, message));
                return true;
            });
        }
        return expired.size() < BATCH && due.size() < BATCH ? store.nextTurn() : Optional.of(now);
    }

    private void enqueueDue(WriteTx tx, OutboxStore.Waiting message) {
        if (OutboxStore.enqueueDue(tx, message)) {
            if (listener != null) {
                listener.due(tx, message.lease(), message.messageId());
            }
            tx.afterCommit(() -> signal(message.lease().key()));
        }
    }

    /// What became of a wish to take a message back from the queue.
    enum Cancelled {
        DONE,
        NOT_QUEUED,
        TOO_LATE
    }

    /// Takes a message out of the queue if nobody has begun to send it.
    Cancelled cancel(SessionLease lease, String messageId) {
        return cancel(lease, messageId, CANCELLED);
    }

    private Cancelled cancel(SessionLease lease, String messageId, Failure failure) {
        OutboxWorker worker = Objects.requireNonNull(workers.compute(lease.key().ref(), (_, known) -> {
            OutboxWorker present = known == null ? new OutboxWorker(this, lease.key()) : known;
            present.visit();
            return present;
        }));
        try {
            return worker.cancel(lease, messageId, failure);
        } finally {
            worker.leave();
            forgetIfIdle(worker);
        }
    }

    Cancelled cancelled(SessionLease lease, String messageId, Failure failure, LongPredicate untouched) {
        return database.write(tx -> {
            lease.guard(tx);
            Optional<Long> ref = OutboxStore.waitingRef(tx, lease.key(), messageId);
            if (ref.isPresent() && !untouched.test(ref.get())) {
                return Cancelled.TOO_LATE;
            }
            if (ref.isEmpty() && !OutboxStore.removeLater(tx, lease.key(), messageId)) {
                return Cancelled.NOT_QUEUED;
            }
            if (listener != null) {
                listener.rejected(tx, lease, messageId, failure);
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
    void taken(SessionLease lease, String messageId, Runnable done) {
        database.submit(tx -> {
            lease.guard(tx);
            handed(tx, lease, messageId);
            tx.afterCommit(done);
            return true;
        });
    }

    void reject(SessionLease lease, String messageId, Failure failure, Runnable done) {
        database.submit(tx -> {
            lease.guard(tx);
            if (listener != null) {
                listener.rejected(tx, lease, messageId, failure);
            }
            store.remove(tx, lease, messageId);
            tx.afterCommit(done);
            return true;
        });
    }

    void use(SessionLease lease, OutboxItem item, Instant now) {
        database.write(tx -> {
            lease.guard(tx);
            OutboxStore.use(tx, lease, item, now);
            return true;
        });
    }

    OutboxStore store() {
        return store;
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
