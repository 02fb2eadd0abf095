// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import static dev.switchboard.gateway.storage.schema.Tables.MESSAGE;
import static dev.switchboard.gateway.storage.schema.Tables.SESSION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.val;

import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/// The rows of sessions. Their own state is written under the owner's fence number only.
final class SessionStore {
    private static final String FIND =
            "SELECT ref, name, state, cause, advice, until, wanted, linked, jid, lid, push_name, platform, fence, created_at,"
                    + " updated_at, connected_at, tenant_id, id FROM session WHERE tenant_id = ? AND id = ?";

    private static final int SLICE = 2_000;

    private static final List<String> AT_REST = List.of(
            LinkState.CREATED.text(),
            LinkState.DISCONNECTED.text(),
            LinkState.LOGGED_OUT.text(),
            LinkState.FAILED.text());

    /// What caches know the rows as; whatever changes them says so.
    static final String TABLE = "session";

    private final Database database;
    private final SessionCache cache = new SessionCache();

    SessionStore(Database database) {
        this.database = database;
        database.onChange(TABLE, cache::forget);
    }

    Optional<Session> find(TenantId tenant, String id) {
        return cache.find(tenant, id, () -> database.read(tx -> find(tx, tenant, id)));
    }

    /// In plain SQL, as every request asks it: through jOOQ it was a fifth of what sending costs.
    static Optional<Session> find(ReadTx tx, TenantId tenant, String id) {
        return tx.one(FIND, SessionStore::session, tenant.value(), id);
    }

    List<Session> page(TenantId tenant, String after, int limit) {
        return database.read(tx -> tx.dsl()
                .selectFrom(SESSION)
                .where(SESSION.TENANT_ID.eq(tenant.value()))
                .and(SESSION.ID.gt(after))
                .orderBy(SESSION.ID)
                .limit(limit)
                .fetch(SessionStore::session));
    }

    /// The sessions to be connected after a start, oldest first.
    List<Session> wanted() {
        return database.read(tx -> tx.dsl()
                .selectFrom(SESSION)
                .where(toBeConnected())
                .orderBy(SESSION.REF)
                .fetch(SessionStore::session));
    }

    private static Condition toBeConnected() {
        return SESSION.WANTED.eq(1L).and(SESSION.LINKED.eq(1L));
    }

    static long count(ReadTx tx, TenantId tenant) {
        return tx.number("SELECT count(*) FROM session WHERE tenant_id = ?", tenant.value());
    }

    static void insert(WriteTx tx, Session session, String owner) {
        tx.changed(TABLE);
        tx.dsl()
                .insertInto(SESSION)
                .set(SESSION.TENANT_ID, session.key().tenant().value())
                .set(SESSION.ID, session.key().id())
                .set(SESSION.NAME, session.label())
                .set(SESSION.STATE, session.state().text())
                .set(SESSION.CAUSE, session.status().cause())
                .set(SESSION.ADVICE, session.status().advice())
                .set(SESSION.WANTED, flag(session.wanted()))
                .set(SESSION.LINKED, 0L)
                .set(SESSION.OWNER, owner)
                .set(SESSION.FENCE, session.fence())
                .set(SESSION.CREATED_AT, session.createdAt().toEpochMilli())
                .set(SESSION.UPDATED_AT, session.updatedAt().toEpochMilli())
                .execute();
    }

    /// Makes this process the owner of all sessions; what they were doing before is over.
    void claimAll(String owner, Instant now) {
        database.write(tx -> {
            tx.changed(TABLE);
            tx.dsl()
                    .update(SESSION)
                    .set(SESSION.OWNER, owner)
                    .set(SESSION.FENCE, SESSION.FENCE.plus(1))
                    .execute();
            settle(tx, toBeConnected(), LinkState.CONNECTING, "The connection is made by itself.", now);
            Condition left = toBeConnected().not().and(SESSION.STATE.notIn(AT_REST));
            settle(tx, left.and(SESSION.LINKED.eq(1L)), LinkState.DISCONNECTED, "Connect the session to use it.", now);
            settle(tx, left, LinkState.DISCONNECTED, "Connect the session to get a new QR code.", now);
            tx.changed(TABLE);
            return tx.dsl()
                    .update(SESSION)
                    .set(SESSION.WANTED, 0L)
                    .where(SESSION.LINKED.eq(0L))
                    .execute();
        });
    }

    private static void settle(WriteTx tx, Condition which, LinkState state, String advice, Instant now) {
        tx.changed(TABLE);
        tx.dsl()
                .update(SESSION)
                .set(SESSION.STATE, state.text())
                .set(SESSION.CAUSE, "gateway-started")
                .set(SESSION.ADVICE, advice)
                .setNull(SESSION.UNTIL)
                .set(SESSION.UPDATED_AT, now.toEpochMilli())
                .where(which)
                .execute();
    }

    static void want(WriteTx tx, SessionLease lease, boolean wanted, Instant now) {
        tx.changed(TABLE);
        tx.dsl()
                .update(SESSION)
                .set(SESSION.WANTED, flag(wanted))
                .set(SESSION.UPDATED_AT, now.toEpochMilli())
                .where(owned(lease))
                .execute();
    }

    static void status(WriteTx tx, SessionLease lease, LinkStatus status, Instant now) {
        boolean connected = status.state() == LinkState.CONNECTED;
        tx.changed(TABLE);
        tx.dsl()
                .update(SESSION)
                .set(SESSION.STATE, status.state().text())
                .set(SESSION.CAUSE, status.cause())
                .set(SESSION.ADVICE, status.advice())
                .set(SESSION.UNTIL, status.until().map(Instant::toEpochMilli).orElse(null))
                .set(SESSION.UPDATED_AT, now.toEpochMilli())
                .set(SESSION.CONNECTED_AT, connected ? val(now.toEpochMilli()) : SESSION.CONNECTED_AT)
                .where(owned(lease))
                .execute();
    }

    /// Whoever owned the session does so no more.
    static void raiseFence(WriteTx tx, SessionLease lease) {
        tx.changed(TABLE);
        tx.dsl()
                .update(SESSION)
                .set(SESSION.FENCE, SESSION.FENCE.plus(1))
                .where(owned(lease))
                .execute();
    }

    static void linked(WriteTx tx, SessionLease lease, Account account) {
        tx.changed(TABLE);
        tx.dsl()
                .update(SESSION)
                .set(SESSION.LINKED, 1L)
                .set(SESSION.JID, account.jid())
                .set(SESSION.LID, account.lid())
                .set(SESSION.PLATFORM, account.platform())
                .set(SESSION.PUSH_NAME, coalesce(val(account.name(), String.class), SESSION.PUSH_NAME))
                .where(owned(lease))
                .execute();
    }

    static void unlinked(WriteTx tx, SessionLease lease) {
        tx.changed(TABLE);
        tx.dsl()
                .update(SESSION)
                .set(SESSION.LINKED, 0L)
                .set(SESSION.WANTED, 0L)
                .where(owned(lease))
                .execute();
    }

    static void named(WriteTx tx, SessionLease lease, String name) {
        tx.changed(TABLE);
        tx.dsl()
                .update(SESSION)
                .set(SESSION.PUSH_NAME, name)
                .where(owned(lease))
                .execute();
    }

    private static Condition owned(SessionLease lease) {
        return SESSION.REF.eq(lease.key().ref()).and(SESSION.FENCE.eq(lease.fence()));
    }

    /// Deletes what a session has most of, in slices so that other writes get their turn.
    void deleteMessages(SessionLease lease) {
        int deleted = SLICE;
        while (deleted == SLICE) {
            deleted = database.write(tx -> {
                lease.guard(tx);
                var slice = tx.dsl()
                        .select(MESSAGE.REF)
                        .from(MESSAGE)
                        .where(MESSAGE.SESSION_REF.eq(lease.key().ref()))
                        .limit(SLICE);
                return tx.dsl().deleteFrom(MESSAGE).where(MESSAGE.REF.in(slice)).execute();
            });
        }
    }

    /// Deletes the session; what still belongs to it goes with it.
    static void delete(WriteTx tx, SessionLease lease) {
        tx.changed(TABLE);
        tx.dsl().deleteFrom(SESSION).where(owned(lease)).execute();
    }

    private static long flag(boolean value) {
        return value ? 1L : 0L;
    }

    private static Session session(Row row) {
        return new Session(
                new SessionKey(row.number(1), new TenantId(row.text(17)), row.text(18)),
                row.text(2),
                new LinkStatus(LinkState.of(row.text(3)), row.text(4), row.text(5), time(row.numberOrNull(6))),
                row.flag(7),
                row.flag(8),
                Optional.ofNullable(row.textOrNull(9))
                        .map(jid -> new Account(
                                jid,
                                row.textOrNull(10),
                                Jid.parse(jid).user(),
                                row.textOrNull(11),
                                row.textOrNull(12))),
                row.number(13),
                row.time(14),
                row.time(15),
                time(row.numberOrNull(16)));
    }

    private static Session session(Record row) {
        return new Session(
                new SessionKey(row.get(SESSION.REF), new TenantId(row.get(SESSION.TENANT_ID)), row.get(SESSION.ID)),
                row.get(SESSION.NAME),
                new LinkStatus(
                        LinkState.of(row.get(SESSION.STATE)),
                        row.get(SESSION.CAUSE),
                        row.get(SESSION.ADVICE),
                        time(row.get(SESSION.UNTIL))),
                row.get(SESSION.WANTED) == 1,
                row.get(SESSION.LINKED) == 1,
                Optional.ofNullable(row.get(SESSION.JID)).map(jid -> account(jid, row)),
                row.get(SESSION.FENCE),
                Instant.ofEpochMilli(row.get(SESSION.CREATED_AT)),
                Instant.ofEpochMilli(row.get(SESSION.UPDATED_AT)),
                time(row.get(SESSION.CONNECTED_AT)));
    }

    private static Optional<Instant> time(@Nullable Long millis) {
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }

    private static Account account(String jid, Record row) {
        return new Account(
                jid,
                row.get(SESSION.LID),
                Jid.parse(jid).user(),
                row.get(SESSION.PUSH_NAME),
                row.get(SESSION.PLATFORM));
    }
}
