// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// What callers do with sessions. Safe for many threads.
public final class Sessions {
    /// What a session's id looks like, for people.
    public static final String ID_FORM = "1 to 128 letters, digits, '.', '_' or '-', the first a letter or digit";

    private static final String MOVED = "moved";
    private static final String MOVED_ADVICE =
            "Use the session where it went. Two hosts with one session destroy its keys; to have it back, export it"
                    + " there and import it here.";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final SessionStore store;
    private final Database database;
    private final SessionHost host;
    private final EventLog events;
    private final AuditLog audit;
    private final InstantSource time;
    private final RandomGenerator random;
    private final String owner;
    private volatile ToLongFunction<TenantId> most = _ -> 0;

    public Sessions(
            Database database,
            SessionHost host,
            EventLog events,
            AuditLog audit,
            InstantSource time,
            RandomGenerator random) {
        this.store = new SessionStore(database);
        this.database = database;
        this.host = host;
        this.events = events;
        this.audit = audit;
        this.time = time;
        this.random = random;
        this.owner = mint();
    }

    /// Whether a session may have this id.
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// Names how many sessions a tenant may have (0 = any number); called once, at the start.
    public void limit(ToLongFunction<TenantId> allowed) {
        most = allowed;
    }

    /// A new session at rest.
    ///
    /// @param id its name; empty = one is minted
    /// @param label a name for people; empty = the id
    public Creation create(Caller caller, Optional<String> id, Optional<String> label) {
        String name = id.orElseGet(this::mint);
        if (!ID.matcher(name).matches()) {
            return new Creation.InvalidId();
        }
        Instant now = time.instant();
        LinkStatus status =
                new LinkStatus(LinkState.CREATED, "new", "Connect the session and scan its QR code.", Optional.empty());
        Session fresh = new Session(
                new SessionKey(0, caller.tenant(), name),
                label.orElse(name),
                status,
                false,
                false,
                Optional.empty(),
                1,
                now,
                now,
                Optional.empty());
        return database.write(tx -> {
            if (SessionStore.find(tx, caller.tenant(), name).isPresent()) {
                return new Creation.Taken(name);
            }
            long allowed = most.applyAsLong(caller.tenant());
            if (allowed > 0 && SessionStore.count(tx, caller.tenant()) >= allowed) {
                return new Creation.Full(allowed);
            }
            SessionStore.insert(tx, fresh, owner);
            events.append(
                    tx, caller.tenant(), name, EventName.SESSION_CREATED, Map.of("id", name, "name", fresh.label()));
            note(tx, caller, "session.created", name);
            return new Creation.Created(
                    SessionStore.find(tx, caller.tenant(), name).orElseThrow());
        });
    }

    public Optional<Session> find(TenantId tenant, String id) {
        return store.find(tenant, id);
    }

    /// Sessions in the order of their ids.
    ///
    /// @param after the id after which the page begins; empty text for the first page
    public Page<Session> page(TenantId tenant, String after, int limit) {
        List<Session> read = store.page(tenant, after, limit + 1);
        return Page.of(read, limit, session -> session.key().id());
    }

    /// Wishes the session to be connected, now and after every start.
    public void connect(Caller caller, Session session) {
        if (isMoved(session)) {
            throw Problem.of(ProblemKind.SESSION_MOVED, "Another host has taken the session over.")
                    .withAdvice(MOVED_ADVICE)
                    .refusal();
        }
        database.write(tx -> {
            SessionStore.want(tx, lease(session), true, time.instant());
            note(tx, caller, "session.connect", session.key().id());
            return true;
        });
        host.start(lease(session), session.status());
    }

    /// Disconnects; the link is kept, and stays down until asked for.
    public void disconnect(Caller caller, Session session) {
        database.write(tx -> {
            SessionStore.want(tx, lease(session), false, time.instant());
            note(tx, caller, "session.disconnect", session.key().id());
            return true;
        });
        host.stop(session.key());
        settle(session, LinkState.DISCONNECTED, "stopped", "Connect the session to use it again.");
    }

    /// Stops the session for good here, since another host takes it over: nothing that still runs can write its state
    /// from now on, and it is not connected again.
    public void handOver(Caller caller, Session session) {
        database.write(tx -> {
            SessionStore.want(tx, lease(session), false, time.instant());
            note(tx, caller, "session.moved", session.key().id());
            return true;
        });
        host.stop(session.key());
        database.write(tx -> {
            SessionStore.status(
                    tx,
                    lease(session),
                    new LinkStatus(LinkState.DISCONNECTED, MOVED, MOVED_ADVICE, Optional.empty()),
                    time.instant());
            SessionStore.raiseFence(tx, lease(session));
            events.append(
                    tx,
                    session.key().tenant(),
                    session.key().id(),
                    EventName.SESSION_STATE,
                    new SessionRecorder.StateData(LinkState.DISCONNECTED.text(), MOVED, MOVED_ADVICE, null, null));
            return true;
        });
    }

    /// Whether another host has taken the session over.
    public static boolean isMoved(Session session) {
        return session.status().cause().equals(MOVED);
    }

    /// Tells of a session that came from another host.
    public void arrived(WriteTx tx, Caller caller, String id, String label) {
        events.append(tx, caller.tenant(), id, EventName.SESSION_CREATED, Map.of("id", id, "name", label));
        note(tx, caller, "session.arrived", id);
    }

    /// Whether the tenant may have one more.
    public boolean hasRoom(TenantId tenant) {
        long allowed = most.applyAsLong(tenant);
        return allowed == 0 || database.read(tx -> SessionStore.count(tx, tenant)) < allowed;
    }

    /// Unlinks the account; the session's record stays.
    public void logout(Caller caller, Session session) {
        database.write(tx -> {
            SessionStore.want(tx, lease(session), false, time.instant());
            note(tx, caller, "session.logout", session.key().id());
            return true;
        });
        if (session.linked() || host.live(session.key()).isPresent()) {
            host.logout(lease(session), session.status());
        }
        settle(session, LinkState.LOGGED_OUT, "logged-out-here", "Connect the session to link an account again.");
    }

    /// Unlinks the account and deletes everything the session had.
    public void delete(Caller caller, Session session) {
        logout(caller, session);
        store.deleteMessages(lease(session));
        database.write(tx -> {
            SessionStore.delete(tx, lease(session));
            events.append(
                    tx,
                    caller.tenant(),
                    session.key().id(),
                    EventName.SESSION_DELETED,
                    Map.of("id", session.key().id()));
            note(tx, caller, "session.deleted", session.key().id());
            return true;
        });
    }

    /// Where no link told of its end, as there was none, the row says all the same that it is over.
    private void settle(Session session, LinkState state, String cause, String advice) {
        database.write(tx -> {
            Optional<Session> now =
                    SessionStore.find(tx, session.key().tenant(), session.key().id());
            if (now.isEmpty() || now.get().state() == state || now.get().state() == LinkState.LOGGED_OUT) {
                return false;
            }
            LinkStatus status = new LinkStatus(state, cause, advice, Optional.empty());
            SessionStore.status(tx, lease(session), status, time.instant());
            ConnectionSpans.note(tx, lease(session), status, now.get().linked(), time.instant());
            events.append(
                    tx,
                    session.key().tenant(),
                    session.key().id(),
                    EventName.SESSION_STATE,
                    new SessionRecorder.StateData(
                            state.text(),
                            cause,
                            advice,
                            null,
                            LinkEnd.of(status).orElse(null)));
            return true;
        });
    }

    /// The right to act for the session as its present owner.
    public static SessionLease lease(Session session) {
        return new SessionLease(session.key(), session.fence());
    }

    /// Whether a QR code is on display.
    public boolean qrAvailable(Session session) {
        return shownQr(session).isPresent();
    }

    /// The QR code on display, if there is one.
    public Optional<QrOffer> shownQr(Session session) {
        return host.live(session.key()).flatMap(live -> live.qr(time.instant()));
    }

    /// What the network holds the account back from at this moment.
    public Optional<Restriction> restriction(Session session) {
        Instant now = time.instant();
        return database.read(tx -> Restriction.of(tx, session.key().ref(), now));
    }

    /// Makes this process the owner of all sessions, as the only process does at its start.
    public void claimAll() {
        ConnectionSpans.resume(database, time.instant());
        store.claimAll(owner, time.instant());
    }

    /// Notes for the next start that the gateway lives at this moment.
    public void gatewayLives() {
        ConnectionSpans.alive(database, time.instant());
    }

    /// All sessions that are meant to be connected, of all tenants.
    public List<Session> wanted() {
        return store.wanted();
    }

    private void note(WriteTx tx, Caller caller, String action, String session) {
        audit.note(tx, new AuditEntry(caller.tenant(), AuditType.ACCESS, caller.actor(), action, session, null));
    }

    private String mint() {
        return new UUID(
                        (random.nextLong() & ~0xF000L) | 0x4000L,
                        (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L)
                .toString();
    }
}
