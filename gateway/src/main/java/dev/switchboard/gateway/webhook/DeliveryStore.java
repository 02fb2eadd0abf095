// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of deliveries: the durable queue and, afterwards, the log.
final class DeliveryStore {
    /// The first delivery of each lane that waits. It steps from lane to lane in the index, so its time grows with the
    /// lanes, not with what waits.
    private static final String HEADS =
            "WITH RECURSIVE lanes (webhook_ref, lane) AS (SELECT h.ref, (SELECT min(a.lane) FROM webhook_delivery a"
                    + " WHERE a.webhook_ref = h.ref AND a.state = 'waiting') FROM webhook h"
                    + " UNION ALL SELECT l.webhook_ref, (SELECT min(b.lane) FROM webhook_delivery b"
                    + " WHERE b.webhook_ref = l.webhook_ref AND b.state = 'waiting' AND b.lane > l.lane)"
                    + " FROM lanes l WHERE l.lane IS NOT NULL),"
                    + " heads (ref) AS (SELECT (SELECT min(c.ref) FROM webhook_delivery c WHERE c.webhook_ref = l.webhook_ref"
                    + " AND c.lane = l.lane AND c.state = 'waiting') FROM lanes l WHERE l.lane IS NOT NULL) ";

    private static final String COLUMNS = "ref, webhook_ref, seq, event, session_id, lane, state, attempts, next_at,"
            + " status, reason, millis, created_at, ended_at";

    private DeliveryStore() {}

    /// A delivery as it is shown.
    ///
    /// @param state waiting, delivered or dead
    /// @param nextAt when it is tried next, while it waits
    /// @param status of the last answer
    /// @param reason why the last attempt failed
    /// @param millis that the last attempt took
    @Schema(name = "WebhookDelivery")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivery(
            long id,
            long seq,
            String event,
            @Nullable String session,
            String state,
            int attempts,
            @Nullable Instant nextAt,
            @Nullable Long status,
            @Nullable String reason,
            @Nullable Long millis,
            Instant createdAt,
            @Nullable Instant endedAt) {}

    /// A delivery whose turn it is.
    record Due(long ref, long webhook, long seq, String lane, int attempts, Instant createdAt) {}

    static void insert(WriteTx tx, Webhook webhook, Event event, String lane, Instant now) {
        tx.update(
                "INSERT INTO webhook_delivery (webhook_ref, tenant_id, seq, event, session_id, lane, state, next_at, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?)",
                webhook.ref(),
                webhook.tenant().value(),
                event.seq(),
                event.name().text(),
                event.session(),
                lane,
                now,
                now);
    }

    /// The first of each lane, if its time has come and its webhook does not rest.
    static List<Due> due(ReadTx tx, Instant now, int limit) {
        return tx.list(
                HEADS
                        + "SELECT d.ref, d.webhook_ref, d.seq, d.lane, d.attempts, d.created_at FROM heads"
                        + " JOIN webhook_delivery d ON d.ref = heads.ref JOIN webhook w ON w.ref = d.webhook_ref WHERE 1 = 1"
                        + " AND d.next_at <= ? AND w.enabled = 1 AND (w.paused_until IS NULL OR w.paused_until <= ?)"
                        + " ORDER BY d.ref LIMIT ?",
                DeliveryStore::due,
                now,
                now,
                limit);
    }

    /// The next of a lane, whatever its time.
    static Optional<Due> nextOf(ReadTx tx, long webhook, String lane) {
        return tx.one(
                "SELECT ref, webhook_ref, seq, lane, attempts, created_at FROM webhook_delivery"
                        + " WHERE webhook_ref = ? AND lane = ? AND state = 'waiting' ORDER BY ref LIMIT 1",
                DeliveryStore::due,
                webhook,
                lane);
    }

    private static Due due(Row row) {
        return new Due(row.number(1), row.number(2), row.number(3), row.text(4), (int) row.number(5), row.time(6));
    }

    /// When something is next to be done; empty if nothing waits.
    static Optional<Instant> soonest(ReadTx tx) {
        return tx.one(
                        HEADS
                                + "SELECT min(CASE WHEN w.paused_until > d.next_at THEN w.paused_until ELSE d.next_at END) FROM heads"
                                + " JOIN webhook_delivery d ON d.ref = heads.ref JOIN webhook w ON w.ref = d.webhook_ref"
                                + " WHERE w.enabled = 1",
                        row -> Optional.ofNullable(row.timeOrNull(1)))
                .flatMap(time -> time);
    }

    static void delivered(WriteTx tx, long ref, Outcome outcome, Instant now) {
        tx.update(
                "UPDATE webhook_delivery SET state = 'delivered', attempts = attempts + 1, status = ?, reason = NULL, millis = ?,"
                        + " ended_at = ? WHERE ref = ?",
                outcome.status().orElse(null),
                outcome.millis(),
                now,
                ref);
    }

    static void failed(WriteTx tx, long ref, Outcome outcome, Optional<Instant> next, Instant now) {
        tx.update(
                "UPDATE webhook_delivery SET state = ?, attempts = attempts + 1, status = ?, reason = ?, millis = ?, next_at = ?,"
                        + " ended_at = ? WHERE ref = ?",
                next.isPresent() ? "waiting" : "dead",
                outcome.status().orElse(null),
                outcome.reason(),
                outcome.millis(),
                next.orElse(now),
                next.isPresent() ? null : now,
                ref);
    }

    /// Drops a delivery whose event cannot be read any more.
    static void lost(WriteTx tx, long ref, String reason, Instant now) {
        tx.update(
                "UPDATE webhook_delivery SET state = 'dead', reason = ?, ended_at = ? WHERE ref = ?", reason, now, ref);
    }

    /// The newest first.
    static List<Delivery> page(ReadTx tx, long webhook, Optional<String> state, long before, int limit) {
        String which = state.isPresent() ? " AND state = ?" : " AND CAST(? AS TEXT) IS NULL";
        return tx.list(
                "SELECT " + COLUMNS + " FROM webhook_delivery WHERE webhook_ref = ? AND ref < ?" + which
                        + " ORDER BY ref DESC LIMIT ?",
                DeliveryStore::delivery,
                webhook,
                before,
                state.orElse(null),
                limit);
    }

    static Optional<Delivery> find(ReadTx tx, long webhook, long ref) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM webhook_delivery WHERE webhook_ref = ? AND ref = ?",
                DeliveryStore::delivery,
                webhook,
                ref);
    }

    private static Delivery delivery(Row row) {
        boolean waits = row.text(7).equals("waiting");
        return new Delivery(
                row.number(1),
                row.number(3),
                row.text(4),
                row.textOrNull(5),
                row.text(7),
                (int) row.number(8),
                waits ? row.time(9) : null,
                row.numberOrNull(10),
                row.textOrNull(11),
                row.numberOrNull(12),
                row.time(13),
                row.timeOrNull(14));
    }

    /// Lets waiting deliveries be tried at once.
    static void hurry(WriteTx tx, long webhook, Instant now) {
        tx.update(
                "UPDATE webhook_delivery SET next_at = ? WHERE webhook_ref = ? AND state = 'waiting' AND next_at > ?",
                now,
                webhook,
                now);
    }

    static int prune(WriteTx tx, Instant before) {
        return tx.update("DELETE FROM webhook_delivery WHERE state <> 'waiting' AND ended_at < ?", before);
    }
}
