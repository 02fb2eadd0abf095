// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The policies of the sessions; what a session does not say is the gateway's. Only sessions with a policy of their own
/// take
/// up room. Safe for any thread.
final class SendPolicies {
    private static final String COLUMNS =
            "limited, per_minute, per_hour, per_day, gap_min, gap_max, paused, quiet_from, quiet_to, quiet_zone";

    private final SendPolicy standard;
    private final Map<Long, SendPolicy> known = new ConcurrentHashMap<>();

    SendPolicies(Database database, SendLimits limits) {
        this.standard = new SendPolicy(limits, false, false, Optional.empty());
        database.read(tx -> tx.list("SELECT session_ref, " + COLUMNS + " FROM send_policy", row -> {
            known.put(row.number(1), policy(row));
            return true;
        }));
    }

    SendPolicy of(SessionKey session) {
        return known.getOrDefault(session.ref(), standard);
    }

    /// Keeps a policy; it holds once the transaction is durable.
    void keep(WriteTx tx, SessionKey session, SendPolicy policy) {
        SendLimits limits = policy.limits();
        Optional<QuietHours> quiet = policy.quiet();
        tx.update(
                "INSERT INTO send_policy (session_ref, tenant_id, fence, " + COLUMNS
                        + ") VALUES (?, ?, (SELECT fence FROM session WHERE ref = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (session_ref) DO UPDATE SET fence = excluded.fence, limited = excluded.limited, per_minute = excluded.per_minute,"
                        + " per_hour = excluded.per_hour, per_day = excluded.per_day, gap_min = excluded.gap_min,"
                        + " gap_max = excluded.gap_max, paused = excluded.paused, quiet_from = excluded.quiet_from,"
                        + " quiet_to = excluded.quiet_to, quiet_zone = excluded.quiet_zone",
                session.ref(),
                session.tenant().value(),
                session.ref(),
                policy.own() ? (limits.enabled() ? 1 : 0) : null,
                limits.perMinute(),
                limits.perHour(),
                limits.perDay(),
                limits.gapMin().toMillis(),
                limits.gapMax().toMillis(),
                policy.paused(),
                quiet.map(hours -> hours.from().toString()).orElse(null),
                quiet.map(hours -> hours.to().toString()).orElse(null),
                quiet.map(hours -> hours.zone().getId()).orElse(null));
        tx.afterCommit(() -> known.put(session.ref(), policy));
    }

    /// What is in the database, for who changes it.
    SendPolicy stored(ReadTx tx, SessionKey session) {
        return tx.one(
                        "SELECT session_ref, " + COLUMNS + " FROM send_policy WHERE session_ref = ?",
                        this::policy,
                        session.ref())
                .orElse(standard);
    }

    /// The gateway's own limits.
    SendLimits standardLimits() {
        return standard.limits();
    }

    private SendPolicy policy(Row row) {
        Long limited = row.numberOrNull(2);
        SendLimits limits = limited == null
                ? standard.limits()
                : new SendLimits(
                        limited != 0,
                        (int) row.number(3),
                        (int) row.number(4),
                        (int) row.number(5),
                        Duration.ofMillis(row.number(6)),
                        Duration.ofMillis(row.number(7)));
        String from = row.textOrNull(9);
        Optional<QuietHours> quiet = from == null
                ? Optional.empty()
                : Optional.of(
                        new QuietHours(LocalTime.parse(from), LocalTime.parse(row.text(10)), ZoneId.of(row.text(11))));
        return new SendPolicy(limits, limited != null, row.flag(8), quiet);
    }
}
