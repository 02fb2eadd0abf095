// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.settings.SendHabits.WhenBlocked;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The policies of sessions and tenants; what neither says is the gateway's. Only those with something to say take up
/// room. Safe for any thread.
final class SendPolicies {
    private static final List<String> COLUMNS = List.of(
            "limited",
            "per_minute",
            "per_hour",
            "per_day",
            "gap_min",
            "gap_max",
            "quiet_from",
            "quiet_to",
            "quiet_zone",
            "cold_per_day",
            "warm_up_days",
            "warm_up_first",
            "typing",
            "queries_per_minute",
            "queries_per_hour",
            "when_blocked");
    private static final String LAYER = String.join(", ", COLUMNS);

    private final SendPolicy standard;
    private final Map<Long, Own> sessions = new ConcurrentHashMap<>();
    private final Map<TenantId, PolicyLayer> tenants = new ConcurrentHashMap<>();

    /// What a session says, and whether it is paused.
    record Own(PolicyLayer layer, boolean paused) {
        static final Own NONE = new Own(PolicyLayer.NONE, false);
    }

    SendPolicies(Database database, SendPolicy standard) {
        this.standard = standard;
        database.read(tx -> tx.list("SELECT " + LAYER + ", paused, session_ref FROM send_policy", row -> {
            sessions.put(row.number(18), own(row));
            return true;
        }));
        database.read(tx -> tx.list("SELECT " + LAYER + ", tenant_id FROM tenant_send_policy", row -> {
            tenants.put(new TenantId(row.text(17)), layer(row));
            return true;
        }));
    }

    SendPolicy of(SessionKey session) {
        PolicyLayer shared = tenants.get(session.tenant());
        Own own = sessions.get(session.ref());
        SendPolicy policy = shared == null ? standard : shared.over(standard);
        return own == null ? policy : own.layer().over(policy).pausedOrNot(own.paused());
    }

    /// What holds for a tenant's sessions that say nothing.
    SendPolicy of(TenantId tenant) {
        PolicyLayer shared = tenants.get(tenant);
        return shared == null ? standard : shared.over(standard);
    }

    /// Keeps what a session says; it holds once the transaction is durable.
    void keep(WriteTx tx, SessionKey session, Own own) {
        List<@Nullable Object> values = values(own.layer());
        values.addFirst(own.paused());
        values.addFirst(session.ref());
        values.addFirst(session.tenant().value());
        values.addFirst(session.ref());
        tx.update(
                "INSERT INTO send_policy (session_ref, tenant_id, fence, paused, " + LAYER
                        + ") VALUES (?, ?, (SELECT fence FROM session WHERE ref = ?), ?" + ", ?".repeat(COLUMNS.size())
                        + ") ON CONFLICT (session_ref) DO UPDATE SET fence = excluded.fence, paused = excluded.paused"
                        + replaced(),
                values.toArray());
        tx.afterCommit(() -> sessions.put(session.ref(), own));
    }

    /// Keeps what a tenant says; it holds once the transaction is durable.
    void keep(WriteTx tx, TenantId tenant, PolicyLayer layer) {
        List<@Nullable Object> values = values(layer);
        values.addFirst(tenant.value());
        tx.update(
                "INSERT INTO tenant_send_policy (tenant_id, " + LAYER + ") VALUES (?" + ", ?".repeat(COLUMNS.size())
                        + ") ON CONFLICT (tenant_id) DO UPDATE SET tenant_id = excluded.tenant_id" + replaced(),
                values.toArray());
        tx.afterCommit(() -> tenants.put(tenant, layer));
    }

    private static String replaced() {
        StringBuilder sql = new StringBuilder();
        COLUMNS.forEach(
                column -> sql.append(", ").append(column).append(" = excluded.").append(column));
        return sql.toString();
    }

    private static List<@Nullable Object> values(PolicyLayer layer) {
        SendLimits limits = layer.limits().orElse(SendLimits.STANDARD);
        Optional<QuietHours> quiet = layer.quiet();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(layer.limits().map(own -> own.enabled() ? 1 : 0).orElse(null));
        values.add(limits.perMinute());
        values.add(limits.perHour());
        values.add(limits.perDay());
        values.add(limits.gapMin().toMillis());
        values.add(limits.gapMax().toMillis());
        values.add(quiet.map(hours -> hours.from().toString()).orElse(null));
        values.add(quiet.map(hours -> hours.to().toString()).orElse(null));
        values.add(quiet.map(hours -> hours.zone().getId()).orElse(null));
        values.add(layer.coldPerDay().orElse(null));
        values.add(layer.warmUp().map(WarmUp::days).orElse(null));
        values.add(layer.warmUp().map(WarmUp::first).orElse(null));
        values.add(layer.typing().map(on -> on ? 1 : 0).orElse(null));
        values.add(layer.queries().map(QueryLimits::perMinute).orElse(null));
        values.add(layer.queries().map(QueryLimits::perHour).orElse(null));
        values.add(layer.whenBlocked().map(WhenBlocked::text).orElse(null));
        return values;
    }

    /// What is in the database, for who changes it.
    static Own stored(ReadTx tx, SessionKey session) {
        return tx.one(
                        "SELECT " + LAYER + ", paused FROM send_policy WHERE session_ref = ?",
                        SendPolicies::own,
                        session.ref())
                .orElse(Own.NONE);
    }

    /// The gateway's own.
    SendPolicy standard() {
        return standard;
    }

    private static Own own(Row row) {
        return new Own(layer(row), row.flag(17));
    }

    private static PolicyLayer layer(Row row) {
        Long limited = row.numberOrNull(1);
        Optional<SendLimits> limits = limited == null
                ? Optional.empty()
                : Optional.of(new SendLimits(
                        limited != 0,
                        (int) row.number(2),
                        (int) row.number(3),
                        (int) row.number(4),
                        Duration.ofMillis(row.number(5)),
                        Duration.ofMillis(row.number(6))));
        String from = row.textOrNull(7);
        Optional<QuietHours> quiet = from == null
                ? Optional.empty()
                : Optional.of(
                        new QuietHours(LocalTime.parse(from), LocalTime.parse(row.text(8)), ZoneId.of(row.text(9))));
        return new PolicyLayer(
                limits,
                quiet,
                count(row, 10),
                count(row, 11).map(days -> new WarmUp(days, (int) row.number(12))),
                count(row, 13).map(on -> on != 0),
                count(row, 14).map(perMinute -> new QueryLimits(perMinute, (int) row.number(15))),
                Optional.ofNullable(row.textOrNull(16)).map(WhenBlocked::of));
    }

    private static Optional<Integer> count(Row row, int column) {
        return Optional.ofNullable(row.numberOrNull(column)).map(Long::intValue);
    }
}
