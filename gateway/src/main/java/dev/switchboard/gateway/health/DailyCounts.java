// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.Tenant;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What each session sent and received a day, a day being the tenant's. The days that are over are kept, so that they
/// outlive the messages; today, and days not closed yet, are counted when somebody asks.
public final class DailyCounts {
    /// Messages that the network had on their day may still be delivered the day after.
    private static final int OPEN_DAYS = 2;

    /// How many days are closed when that is done for the first time.
    private static final int LOOKS_BACK = 30;

    private static final String COUNTS = "count(CASE WHEN from_me = 1 AND status >= " + Delivery.SENT.rank()
            + " THEN 1 END), count(CASE WHEN from_me = 1 AND status >= " + Delivery.DELIVERED.rank()
            + " THEN 1 END), count(CASE WHEN from_me = 1 AND status = " + Delivery.FAILED.rank()
            + " THEN 1 END), count(CASE WHEN from_me = 0 THEN 1 END)";

    private final Database database;
    private final Tenants tenants;
    private final InstantSource time;

    public DailyCounts(Database database, Tenants tenants, InstantSource time) {
        this.database = database;
        this.tenants = tenants;
        this.time = time;
    }

    /// A day's figures.
    ///
    /// @param sent messages that the network has
    /// @param delivered those of them that reached the recipient
    @Schema(name = "DayCount")
    public record Day(
            @Schema(example = "2026-11-20") String day, long sent, long delivered, long failed, long received) {}

    /// The last so many days of a session, the newest first.
    public List<Day> last(Session session, int days) {
        ZoneId zone = tenants.zone(session.key().tenant());
        LocalDate today = LocalDate.ofInstant(time.instant(), zone);
        LocalDate first = today.minusDays(days - 1L);
        return database.read(tx -> {
            Map<String, Day> kept = new TreeMap<>();
            tx.list(
                            "SELECT day, sent, delivered, failed, received FROM daily_count WHERE session_ref = ? AND day >= ?",
                            DailyCounts::day,
                            session.key().ref(),
                            first.toString())
                    .forEach(day -> kept.put(day.day(), day));
            LocalDate closed = closed(tx, session.key().tenant()).orElse(LocalDate.MIN);
            List<Day> answer = new ArrayList<>();
            for (LocalDate day = today; !day.isBefore(first); day = day.minusDays(1)) {
                Day known = kept.get(day.toString());
                answer.add(known != null ? known : day.isAfter(closed) ? counted(tx, session, day, zone) : empty(day));
            }
            return answer;
        });
    }

    private static Day empty(LocalDate day) {
        return new Day(day.toString(), 0, 0, 0, 0);
    }

    private static Day counted(ReadTx tx, Session session, LocalDate day, ZoneId zone) {
        return tx.one(
                        "SELECT " + COUNTS + " FROM message WHERE session_ref = ? AND at >= ? AND at < ?",
                        row -> new Day(day.toString(), row.number(1), row.number(2), row.number(3), row.number(4)),
                        session.key().ref(),
                        day.atStartOfDay(zone).toInstant(),
                        day.plusDays(1).atStartOfDay(zone).toInstant())
                .orElseGet(() -> empty(day));
    }

    private static Day day(Row row) {
        return new Day(row.text(1), row.number(2), row.number(3), row.number(4), row.number(5));
    }

    private static Optional<LocalDate> closed(ReadTx tx, TenantId tenant) {
        return tx.one("SELECT day FROM daily_close WHERE tenant_id = ?", row -> row.text(1), tenant.value())
                .map(LocalDate::parse);
    }

    /// Keeps the figures of the days that are over and were not kept yet.
    public void closeDays() {
        Instant now = time.instant();
        for (Tenant tenant : tenants.all()) {
            ZoneId zone = tenants.zone(tenant.id());
            LocalDate last = LocalDate.ofInstant(now, zone).minusDays(OPEN_DAYS);
            Optional<LocalDate> closed = database.read(tx -> closed(tx, tenant.id()));
            LocalDate first = closed.map(day -> day.plusDays(1)).orElse(last.minusDays(LOOKS_BACK));
            for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                close(tenant.id(), day, zone);
            }
        }
    }

    private void close(TenantId tenant, LocalDate day, ZoneId zone) {
        Instant begins = day.atStartOfDay(zone).toInstant();
        Instant ends = day.plusDays(1).atStartOfDay(zone).toInstant();
        database.write(tx -> {
            keep(tx, tenant, day, begins, ends);
            return tx.update(
                    "INSERT INTO daily_close (tenant_id, day) VALUES (?, ?)"
                            + " ON CONFLICT (tenant_id) DO UPDATE SET day = excluded.day",
                    tenant.value(),
                    day.toString());
        });
    }

    private static void keep(WriteTx tx, TenantId tenant, LocalDate day, Instant begins, Instant ends) {
        tx.update(
                "INSERT INTO daily_count (session_ref, tenant_id, fence, day, sent, delivered, failed, received)"
                        + " SELECT m.session_ref, s.tenant_id, s.fence, ?, " + COUNTS
                        + " FROM session s JOIN message m ON m.session_ref = s.ref AND m.at >= ? AND m.at < ?"
                        + " WHERE s.tenant_id = ? GROUP BY m.session_ref, s.tenant_id, s.fence"
                        + " ON CONFLICT (session_ref, day) DO NOTHING",
                day.toString(),
                begins,
                ends,
                tenant.value());
    }
}
