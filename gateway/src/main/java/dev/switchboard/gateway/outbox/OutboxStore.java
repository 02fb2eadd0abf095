// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.ContentJson;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rows of the queue.
final class OutboxStore {
    /// The kinds of what changes another message instead of being one.
    private static final Set<String> CHANGES = Set.of("edit", "revoke", "reaction", "vote", "rsvp", "pin", "keep");

    /// A message to a person with whom nothing was ever exchanged.
    private static final String COLD =
            "(chat LIKE '%@lid' OR chat LIKE '%@s.whatsapp.net') AND NOT EXISTS (SELECT 1 FROM message"
                    + " WHERE message.session_ref = outbox.session_ref AND message.chat = outbox.chat"
                    + " AND (message.from_me = 0 OR message.status >= " + Delivery.SENT.rank() + "))";

    private final Database database;

    OutboxStore(Database database) {
        this.database = database;
    }

    void insert(WriteTx tx, SessionLease lease, Dispatch dispatch, Instant now) {
        tx.update(
                "INSERT INTO outbox (session_ref, tenant_id, fence, chat, message_id, kind, content, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                dispatch.to().toString(),
                dispatch.id(),
                dispatch.content().type(),
                ContentJson.writeBoth(dispatch),
                now);
    }

    /// What the provider does not have yet, in order.
    ///
    /// @param cold whether messages to people with whom nothing was ever exchanged are among it
    List<OutboxItem> waiting(SessionKey session, long after, int limit, boolean cold) {
        return database.read(tx -> tx.list(
                "SELECT ref, chat, message_id, content FROM outbox WHERE session_ref = ? AND handed_at IS NULL AND ref > ?"
                        + (cold ? "" : " AND NOT (" + COLD + ")")
                        + " ORDER BY ref LIMIT ?",
                row -> new OutboxItem(
                        row.number(1), ContentJson.readBoth(row.text(3), Jid.parse(row.text(2)), row.text(4))),
                session.ref(),
                after,
                limit));
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
                                .map(queued ->
                                        ContentJson.readBoth(messageId, Jid.parse(queued.text(2)), queued.text(3))),
                        lease.key().ref(),
                        messageId)
                .flatMap(change -> change);
    }

    /// When the session sent, newest first.
    List<Instant> used(SessionKey session, Instant since, int limit) {
        return database.read(tx -> tx.list(
                "SELECT at FROM send_use WHERE session_ref = ? AND at > ? ORDER BY at DESC LIMIT ?",
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

    static void use(WriteTx tx, SessionLease lease, String messageId, Instant now) {
        tx.update(
                "INSERT OR IGNORE INTO send_use (session_ref, tenant_id, fence, at, message_id) VALUES (?, ?, ?, ?, ?)",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                now,
                messageId);
        tx.update(
                "DELETE FROM send_use WHERE session_ref = ? AND at < ?",
                lease.key().ref(),
                now.minus(Governor.DAY));
    }
}
