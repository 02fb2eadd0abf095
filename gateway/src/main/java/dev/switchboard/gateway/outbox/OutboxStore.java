// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.provider.ContentJson;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The rows of the queue.
final class OutboxStore {
    /// The kinds of what changes another message instead of being one.
    private static final Set<String> CHANGES = Set.of("edit", "revoke", "reaction", "vote", "rsvp", "pin", "keep");

    /// A message to a person with whom nothing was ever exchanged.
    private static final String COLD =
            "((chat LIKE '%@lid' OR chat LIKE '%@s.whatsapp.net') AND NOT EXISTS (SELECT 1 FROM message"
                    + " WHERE message.session_ref = outbox.session_ref AND message.chat = outbox.chat"
                    + " AND (message.from_me = 0 OR message.status >= " + Delivery.SENT.rank() + ")))";

    private static final String ITEM = "SELECT ref, chat, message_id, content, priority, expires_at FROM outbox"
            + " WHERE session_ref = ? AND handed_at IS NULL";

    private static final String TABLE = "outbox";

    private final Database database;
    private final ContentGuard guard;

    OutboxStore(Database database, ContentGuard guard) {
        this.database = database;
        this.guard = guard;
    }

    void insert(WriteTx tx, SessionLease lease, Dispatch dispatch, Slot slot, Instant now) {
        tx.update(
                "INSERT INTO outbox (session_ref, tenant_id, fence, chat, message_id, kind, content, created_at, priority,"
                        + " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                dispatch.to().toString(),
                dispatch.id(),
                dispatch.content().type(),
                guard.shut(tx, lease.key(), TABLE, dispatch.id(), ContentJson.writeBoth(dispatch)),
                now,
                slot.priority().rank(),
                slot.expiresAt().orElse(null));
    }

    void insertLater(WriteTx tx, SessionLease lease, Dispatch dispatch, Slot slot, Instant sendAt, Instant now) {
        tx.update(
                "INSERT INTO outbox_later (session_ref, tenant_id, fence, chat, message_id, kind, content, created_at,"
                        + " priority, expires_at, send_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                dispatch.to().toString(),
                dispatch.id(),
                dispatch.content().type(),
                guard.shut(tx, lease.key(), TABLE, dispatch.id(), ContentJson.writeBoth(dispatch)),
                now,
                slot.priority().rank(),
                slot.expiresAt().orElse(null),
                sendAt);
    }

    /// Moves a message whose time has come into the queue, as its last; false if it is not there any more.
    static boolean enqueueDue(WriteTx tx, Waiting message) {
        long session = message.lease().key().ref();
        int moved = tx.update(
                "INSERT INTO outbox (session_ref, tenant_id, fence, chat, message_id, kind, content, created_at, priority,"
                        + " expires_at) SELECT session_ref, tenant_id, ?, chat, message_id, kind, content, created_at,"
                        + " priority, expires_at FROM outbox_later WHERE session_ref = ? AND message_id = ?",
                message.lease().fence(),
                session,
                message.messageId());
        tx.update("DELETE FROM outbox_later WHERE session_ref = ? AND message_id = ?", session, message.messageId());
        return moved == 1;
    }

    /// A message that waits, and who may touch it.
    record Waiting(SessionLease lease, String messageId) {}

    private static Waiting waiting(Row row) {
        SessionKey key = new SessionKey(row.number(1), new TenantId(row.text(2)), row.text(3));
        return new Waiting(new SessionLease(key, row.number(4)), row.text(5));
    }

    private List<Waiting> touched(String table, String condition, Instant now, int limit) {
        return database.read(tx -> tx.list(
                "SELECT s.ref, s.tenant_id, s.id, s.fence, o.message_id FROM " + table
                        + " o JOIN session s ON s.ref = o.session_ref WHERE " + condition + " LIMIT ?",
                OutboxStore::waiting,
                now,
                limit));
    }

    /// Messages whose time has come, the first ones first.
    List<Waiting> due(Instant now, int limit) {
        return touched("outbox_later", "o.send_at <= ? ORDER BY o.send_at, o.ref", now, limit);
    }

    /// Messages that nobody has handed over in time.
    List<Waiting> expired(Instant now, int limit) {
        return Stream.of(
                        touched("outbox", "o.expires_at <= ? AND o.handed_at IS NULL", now, limit),
                        touched("outbox_later", "o.expires_at <= ?", now, limit))
                .flatMap(List::stream)
                .toList();
    }

    /// When there is something to be done next about messages that are due or expire.
    Optional<Instant> nextTurn() {
        return database.read(tx -> Stream.of(
                        "SELECT min(send_at) FROM outbox_later",
                        "SELECT min(expires_at) FROM outbox_later WHERE expires_at IS NOT NULL",
                        "SELECT min(expires_at) FROM outbox WHERE expires_at IS NOT NULL AND handed_at IS NULL")
                .map(sql -> tx.one(sql, row -> Optional.ofNullable(row.timeOrNull(1)))
                        .flatMap(time -> time))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder()));
    }

    private OutboxItem item(SessionKey session, Row row, boolean cold) {
        return new OutboxItem(
                row.number(1),
                ContentJson.readBoth(
                        row.text(3), Jid.parse(row.text(2)), guard.open(session, TABLE, row.text(3), row.text(4))),
                Priority.of(row.number(5)),
                Optional.ofNullable(row.timeOrNull(6)),
                cold);
    }

    /// What the provider does not have yet, in order.
    ///
    /// @param cold whether messages to people with whom nothing was ever exchanged are among it
    List<OutboxItem> page(SessionKey session, long after, int limit, boolean cold) {
        return database.read(tx -> tx.list(
                ITEM + " AND ref > ?" + (cold ? "" : " AND NOT " + COLD) + " ORDER BY ref LIMIT ?",
                row -> item(session, row, false),
                session.ref(),
                after,
                limit));
    }

    /// The first message of a lane; with it goes what its chat has before it.
    ///
    /// @param taken messages that are being sent
    Optional<OutboxItem> head(SessionKey session, Priority priority, boolean cold, Set<Long> taken) {
        Set<Long> sending = Set.copyOf(taken); // before the table is asked, as whoever leaves it is handed over there
        return database.read(tx -> first(
                        tx,
                        session,
                        ITEM + " AND priority = ? AND " + (cold ? "" : "NOT ") + COLD + " ORDER BY ref LIMIT ?",
                        cold,
                        sending,
                        priority.rank())
                .map(item -> first(
                                tx,
                                session,
                                ITEM + " AND chat = ? AND ref < ? ORDER BY ref LIMIT ?",
                                cold,
                                sending,
                                item.dispatch().to().toString(),
                                item.ref())
                        .orElse(item)));
    }

    private Optional<OutboxItem> first(
            ReadTx tx, SessionKey session, String sql, boolean cold, Set<Long> taken, Object... parameters) {
        Object[] all = Stream.concat(
                        Stream.of(session.ref()), Stream.concat(Stream.of(parameters), Stream.of(taken.size() + 1)))
                .toArray();
        return tx.list(sql, row -> item(session, row, cold), all).stream()
                .filter(item -> !taken.contains(item.ref()))
                .findFirst();
    }

    /// How many messages to people with whom nothing was ever exchanged wait.
    long coldCount(SessionKey session) {
        return database.read(tx -> tx.number(
                "SELECT count(*) FROM outbox WHERE session_ref = ? AND handed_at IS NULL AND " + COLD, session.ref()));
    }

    long waitingCount(SessionKey session) {
        return database.read(tx ->
                tx.number("SELECT count(*) FROM outbox WHERE session_ref = ? AND handed_at IS NULL", session.ref()));
    }

    /// Messages whose time has not come: how many, and the time of the first.
    record Later(long count, Optional<Instant> first) {}

    Later later(SessionKey session) {
        return database.read(tx -> tx.one(
                        "SELECT count(*), min(send_at) FROM outbox_later WHERE session_ref = ?",
                        row -> new Later(row.number(1), Optional.ofNullable(row.timeOrNull(2))),
                        session.ref())
                .orElse(new Later(0, Optional.empty())));
    }

    /// A message in the queue as it is shown.
    record Shown(
            long place,
            String id,
            String chat,
            String type,
            Priority priority,
            boolean cold,
            Instant acceptedAt,
            Optional<Instant> sendAt,
            Optional<Instant> expiresAt) {}

    /// What waits, in the order in which it came.
    List<Shown> shown(SessionKey session, long after, int limit) {
        return database.read(tx -> tx.list(
                "SELECT ref, message_id, chat, kind, priority, created_at, expires_at, CASE WHEN " + COLD
                        + " THEN 1 ELSE 0 END FROM outbox WHERE session_ref = ? AND handed_at IS NULL AND ref > ?"
                        + " ORDER BY ref LIMIT ?",
                row -> shown(row, row.flag(8), Optional.empty()),
                session.ref(),
                after,
                limit));
    }

    /// What is to be sent later, in the order in which it came.
    List<Shown> shownLater(SessionKey session, long after, int limit) {
        return database.read(tx -> tx.list(
                "SELECT ref, message_id, chat, kind, priority, created_at, expires_at, send_at FROM outbox_later"
                        + " WHERE session_ref = ? AND ref > ? ORDER BY ref LIMIT ?",
                row -> shown(row, false, Optional.of(row.time(8))),
                session.ref(),
                after,
                limit));
    }

    private static Shown shown(Row row, boolean cold, Optional<Instant> sendAt) {
        return new Shown(
                row.number(1),
                row.text(2),
                row.text(3),
                row.text(4),
                Priority.of(row.number(5)),
                cold,
                row.time(6),
                sendAt,
                Optional.ofNullable(row.timeOrNull(7)));
    }

    static void handed(WriteTx tx, SessionLease lease, String messageId, Instant now) {
        tx.update(
                "UPDATE outbox SET handed_at = ? WHERE session_ref = ? AND message_id = ? AND handed_at IS NULL",
                now,
                lease.key().ref(),
                messageId);
    }

    /// Takes a message out; the answer is the change it makes to another message, if it was there and is one.
    Optional<Dispatch> remove(WriteTx tx, SessionLease lease, String messageId) {
        return tx.one(
                        "DELETE FROM outbox WHERE session_ref = ? AND message_id = ? RETURNING kind, chat, content",
                        row -> Optional.of(row)
                                .filter(queued -> CHANGES.contains(queued.text(1)))
                                .map(queued -> ContentJson.readBoth(
                                        messageId,
                                        Jid.parse(queued.text(2)),
                                        guard.open(lease.key(), TABLE, messageId, queued.text(3)))),
                        lease.key().ref(),
                        messageId)
                .flatMap(change -> change);
    }

    /// Takes a message out whose time has not come; false if there is none.
    static boolean removeLater(WriteTx tx, SessionKey session, String messageId) {
        return tx.update("DELETE FROM outbox_later WHERE session_ref = ? AND message_id = ?", session.ref(), messageId)
                == 1;
    }

    /// When the session sent, newest first.
    ///
    /// @param cold only messages that began chats
    List<Instant> used(SessionKey session, Instant since, int limit, boolean cold) {
        return database.read(tx -> tx.list(
                "SELECT at FROM send_use WHERE session_ref = ? AND at > ?" + (cold ? " AND cold = 1" : "")
                        + " ORDER BY at DESC LIMIT ?",
                row -> row.time(1),
                session.ref(),
                since,
                limit));
    }

    long usedCount(SessionKey session, Instant since) {
        return database.read(tx ->
                tx.number("SELECT count(*) FROM send_use WHERE session_ref = ? AND at > ?", session.ref(), since));
    }

    /// The place in the queue of a message that the provider does not have.
    static Optional<Long> waitingRef(WriteTx tx, SessionKey session, String messageId) {
        return tx.one(
                "SELECT ref FROM outbox WHERE session_ref = ? AND message_id = ? AND handed_at IS NULL",
                row -> row.number(1),
                session.ref(),
                messageId);
    }

    static void use(WriteTx tx, SessionLease lease, OutboxItem item, Instant now) {
        tx.update(
                "INSERT INTO send_use (session_ref, tenant_id, fence, at, message_id, cold) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (session_ref, at, message_id) DO NOTHING",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                now,
                item.dispatch().id(),
                item.cold() ? 1 : 0);
        tx.update(
                "DELETE FROM send_use WHERE session_ref = ? AND at < ?",
                lease.key().ref(),
                now.minus(Governor.DAY));
    }

    /// Notes which account a session has; the time since when it is here begins anew only with another account.
    static void linked(WriteTx tx, SessionLease lease, String account, Instant now) {
        tx.update(
                "INSERT INTO account_since (session_ref, tenant_id, fence, account, since) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (session_ref) DO UPDATE SET fence = excluded.fence, account = excluded.account,"
                        + " since = CASE WHEN account_since.account IS NULL OR account_since.account = excluded.account"
                        + " THEN account_since.since ELSE excluded.since END",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                account,
                now);
    }

    /// Since when the session's account is here.
    Optional<Instant> accountSince(SessionKey session) {
        return database.read(tx ->
                tx.one("SELECT since FROM account_since WHERE session_ref = ?", row -> row.time(1), session.ref()));
    }
}
