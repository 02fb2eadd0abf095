// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

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
import org.jspecify.annotations.Nullable;

/// The rows of sessions.
final class SessionStore {
    private static final String SELECT =
            "SELECT ref, tenant_id, id, name, state, cause, advice, until, wanted, linked, jid, lid,"
                    + " push_name, platform, fence, created_at, updated_at, connected_at FROM session ";

    private static final int SLICE = 2_000;

    private final Database database;

    SessionStore(Database database) {
        this.database = database;
    }

    Optional<Session> find(TenantId tenant, String id) {
        return database.read(tx -> find(tx, tenant, id));
    }

    static Optional<Session> find(ReadTx tx, TenantId tenant, String id) {
        return tx.one(SELECT + "WHERE tenant_id = ? AND id = ?", SessionStore::session, tenant.value(), id);
    }

    List<Session> page(TenantId tenant, String after, int limit) {
        return database.read(tx -> tx.list(
                SELECT + "WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                SessionStore::session,
                tenant.value(),
                after,
                limit));
    }

    /// The sessions to be connected after a start, oldest first.
    List<Session> wanted() {
        return database.read(
                tx -> tx.list(SELECT + "WHERE wanted = 1 AND linked = 1 ORDER BY ref", SessionStore::session));
    }

    static void insert(WriteTx tx, Session session, String owner) {
        tx.update(
                "INSERT INTO session (tenant_id, id, name, state, cause, advice, wanted, linked, owner, fence, created_at,"
                        + " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 1, ?, ?)",
                session.key().tenant().value(),
                session.key().id(),
                session.label(),
                session.state().text(),
                session.status().cause(),
                session.status().advice(),
                session.wanted(),
                owner,
                session.createdAt(),
                session.updatedAt());
    }

    /// Makes this process the owner of all sessions; what they were doing before is over.
    void claimAll(String owner, Instant now) {
        database.write(tx -> {
            tx.update("UPDATE session SET owner = ?, fence = fence + 1", owner);
            tx.update(
                    "UPDATE session SET state = 'connecting', cause = 'gateway-started', advice = ?, until = NULL, updated_at = ?"
                            + " WHERE wanted = 1 AND linked = 1",
                    "The connection is made by itself.",
                    now);
            return tx.update(
                    "UPDATE session SET state = 'disconnected', cause = 'gateway-started', advice = ?, until = NULL, wanted = 0,"
                            + " updated_at = ? WHERE linked = 0 AND state NOT IN ('created', 'disconnected', 'logged_out',"
                            + " 'failed')",
                    "Connect the session to get a new QR code.",
                    now);
        });
    }

    static void want(WriteTx tx, SessionLease lease, boolean wanted, Instant now) {
        tx.update(
                "UPDATE session SET wanted = ?, updated_at = ? WHERE ref = ? AND fence = ?",
                wanted,
                now,
                lease.key().ref(),
                lease.fence());
    }

    static void status(WriteTx tx, SessionLease lease, LinkStatus status, Instant now) {
        tx.update(
                "UPDATE session SET state = ?, cause = ?, advice = ?, until = ?, updated_at = ?,"
                        + " connected_at = CASE WHEN ? THEN ? ELSE connected_at END WHERE ref = ? AND fence = ?",
                status.state().text(),
                status.cause(),
                status.advice(),
                status.until().orElse(null),
                now,
                status.state() == LinkState.CONNECTED,
                now,
                lease.key().ref(),
                lease.fence());
    }

    static void linked(WriteTx tx, SessionLease lease, Account account) {
        tx.update(
                "UPDATE session SET linked = 1, jid = ?, lid = ?, platform = ?, push_name = coalesce(?, push_name)"
                        + " WHERE ref = ? AND fence = ?",
                account.jid(),
                account.lid(),
                account.platform(),
                account.name(),
                lease.key().ref(),
                lease.fence());
    }

    static void unlinked(WriteTx tx, SessionLease lease) {
        tx.update(
                "UPDATE session SET linked = 0, wanted = 0 WHERE ref = ? AND fence = ?",
                lease.key().ref(),
                lease.fence());
    }

    static void named(WriteTx tx, SessionLease lease, String name) {
        tx.update(
                "UPDATE session SET push_name = ? WHERE ref = ? AND fence = ?",
                name,
                lease.key().ref(),
                lease.fence());
    }

    /// Deletes a session and all that belongs to it, the bulk in slices so that other writes get their turn.
    void delete(SessionLease lease) {
        long ref = lease.key().ref();
        int deleted = SLICE;
        while (deleted == SLICE) {
            deleted = database.write(tx -> {
                lease.guard(tx);
                return tx.update(
                        "DELETE FROM message WHERE ref IN (SELECT ref FROM message WHERE session_ref = ? LIMIT ?)",
                        ref,
                        SLICE);
            });
        }
    }

    static void deleteRow(WriteTx tx, SessionLease lease) {
        tx.update("DELETE FROM session WHERE ref = ? AND fence = ?", lease.key().ref(), lease.fence());
    }

    private static Session session(Row row) {
        return new Session(
                new SessionKey(row.number(1), new TenantId(row.text(2)), row.text(3)),
                row.text(4),
                new LinkStatus(
                        LinkState.of(row.text(5)), row.text(6), row.text(7), Optional.ofNullable(row.timeOrNull(8))),
                row.flag(9),
                row.flag(10),
                account(row.textOrNull(11), row),
                row.number(15),
                row.time(16),
                row.time(17),
                Optional.ofNullable(row.timeOrNull(18)));
    }

    private static Optional<Account> account(@Nullable String jid, Row row) {
        return jid == null
                ? Optional.empty()
                : Optional.of(new Account(
                        jid, row.textOrNull(12), Jid.parse(jid).user(), row.textOrNull(13), row.textOrNull(14)));
    }
}
