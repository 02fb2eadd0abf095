// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts a session's messages and chats, as overviews show them.
public final class MessageFigures {
    private final Database database;

    public MessageFigures(Database database) {
        this.database = database;
    }

    /// Messages since some time: own ones that the network has, own ones that failed, and others' messages.
    public record Traffic(long sent, long failed, long received) {
        /// The share of own messages that were not refused, in percent; all while there are none.
        public double successPercent() {
            return sent + failed == 0 ? 100 : 100.0 * sent / (sent + failed);
        }
    }

    /// All messages that are kept of the session.
    public long total(Session session) {
        return count("SELECT count(*) FROM message WHERE session_ref = ?", session);
    }

    /// Its chats with people.
    public long contacts(Session session) {
        return count(
                "SELECT count(*) FROM chat WHERE session_ref = ? AND (jid LIKE '%@s.whatsapp.net' OR jid LIKE '%@lid')",
                session);
    }

    private long count(String sql, Session session) {
        return database.read(tx -> tx.number(sql, session.key().ref()));
    }

    public Traffic since(Session session, Instant start) {
        return database.read(tx -> tx.one(
                        "SELECT count(CASE WHEN from_me = 1 AND status >= ? THEN 1 END),"
                                + " count(CASE WHEN from_me = 1 AND status = ? THEN 1 END),"
                                + " count(CASE WHEN from_me = 0 THEN 1 END)"
                                + " FROM message WHERE session_ref = ? AND at >= ?",
                        row -> new Traffic(row.number(1), row.number(2), row.number(3)),
                        Delivery.SENT.rank(),
                        Delivery.FAILED.rank(),
                        session.key().ref(),
                        start)
                .orElse(new Traffic(0, 0, 0)));
    }

    /// Own messages of all the tenant's sessions that were accepted since some time.
    public long acceptedSince(TenantId tenant, Instant start) {
        return database.read(tx -> tx.number(
                "SELECT count(*) FROM message m JOIN session s ON s.ref = m.session_ref WHERE s.tenant_id = ? AND m.at >= ?"
                        + " AND m.from_me = 1",
                tenant.value(),
                start));
    }

    /// Own messages since some time that the network has and of which nothing was heard again.
    public long unanswered(Session session, Instant since) {
        return database.read(tx -> tx.number(
                "SELECT count(*) FROM message WHERE session_ref = ? AND at > ? AND from_me = 1 AND status = ?",
                session.key().ref(),
                since,
                Delivery.SENT.rank()));
    }

    /// Why own messages failed since some time, and how many of them each.
    public Map<String, Long> failures(Session session, Instant since) {
        Map<String, Long> counts = new TreeMap<>();
        database.read(tx -> tx.list(
                "SELECT failure, count(*) FROM message WHERE session_ref = ? AND at >= ? AND from_me = 1 AND status = ?"
                        + " AND failure IS NOT NULL GROUP BY failure",
                row -> counts.put(row.text(1), row.number(2)),
                session.key().ref(),
                since,
                Delivery.FAILED.rank()));
        return counts;
    }

    /// The time of the newest message.
    public Optional<Instant> newest(Session session) {
        return database.read(tx -> tx.one(
                "SELECT at FROM message WHERE session_ref = ? ORDER BY at DESC LIMIT 1",
                row -> row.time(1),
                session.key().ref()));
    }

    /// When own messages were accepted in some time, newest first; such as are to be sent later count from then on.
    public List<Instant> accepted(Session session, Instant since, Instant until, int limit) {
        return database.read(tx -> tx.list(
                "SELECT at FROM message WHERE session_ref = ? AND at > ? AND at <= ? AND from_me = 1 ORDER BY at DESC LIMIT ?",
                row -> row.time(1),
                session.key().ref(),
                since,
                until,
                limit));
    }
}
