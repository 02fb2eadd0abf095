// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.campaign.Campaign.Kind;
import dev.switchboard.gateway.campaign.Campaign.Progress;
import dev.switchboard.gateway.campaign.Campaign.Stage;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The rows of campaigns.
final class CampaignStore {
    private static final String COLUMNS =
            "ref, tenant_id, id, session_ref, session_id, name, template_id, kind, parent_ref,"
                    + " stage, hold, plan, schedule, created_at, started_at, completed_at";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM campaign ";

    private final Database database;
    private final JsonMapper json;

    CampaignStore(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /// A campaign that is to be kept.
    record Fresh(
            SessionKey session,
            long fence,
            String id,
            String name,
            Kind kind,
            Stage stage,
            CampaignPlan plan,
            String templateId,
            Optional<Long> parent,
            Optional<Instant> schedule) {}

    /// Keeps it; the one of this id if there is one already.
    long insert(WriteTx tx, Fresh fresh, Instant now) {
        tx.update(
                "INSERT INTO campaign (tenant_id, fence, id, session_ref, session_id, name, template_id, kind, parent_ref,"
                        + " stage, plan, schedule, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (tenant_id, id) DO NOTHING",
                fresh.session().tenant().value(),
                fresh.fence(),
                fresh.id(),
                fresh.session().ref(),
                fresh.session().id(),
                fresh.name(),
                fresh.templateId(),
                fresh.kind().text(),
                fresh.parent().orElse(null),
                fresh.stage().text(),
                json.writeValueAsString(fresh.plan()),
                fresh.schedule().map(Instant::toEpochMilli).orElse(null),
                now);
        return tx.number(
                "SELECT ref FROM campaign WHERE tenant_id = ? AND id = ?",
                fresh.session().tenant().value(),
                fresh.id());
    }

    Optional<Campaign> find(TenantId tenant, String id) {
        return database.read(
                tx -> tx.one(SELECT + "WHERE tenant_id = ? AND id = ?", row -> campaign(tx, row), tenant.value(), id));
    }

    Optional<Campaign> find(ReadTx tx, long ref) {
        return tx.one(SELECT + "WHERE ref = ?", row -> campaign(tx, row), ref);
    }

    /// The same without counting how far it has come.
    Optional<Campaign> head(ReadTx tx, long ref) {
        return tx.one(SELECT + "WHERE ref = ?", row -> campaign(row, Progress.NONE), ref);
    }

    /// Which campaigns are wanted.
    ///
    /// @param sessions only of these; empty = of all
    /// @param parent only the times of this one that comes back
    record Wanted(Set<String> sessions, Optional<Stage> stage, Optional<Long> parent) {}

    /// Newest first.
    List<Campaign> page(TenantId tenant, Wanted wanted, long before, int limit) {
        StringBuilder sql = new StringBuilder(SELECT + "WHERE tenant_id = ? AND ref < ?");
        List<@Nullable Object> values = new ArrayList<>(List.of(tenant.value(), before));
        if (!wanted.sessions().isEmpty()) {
            sql.append(" AND session_id IN (?")
                    .append(", ?".repeat(wanted.sessions().size() - 1))
                    .append(')');
            values.addAll(wanted.sessions());
        }
        wanted.stage().ifPresent(stage -> {
            sql.append(" AND stage = ?");
            values.add(stage.text());
        });
        wanted.parent().ifPresent(parent -> {
            sql.append(" AND parent_ref = ?");
            values.add(parent);
        });
        sql.append(" ORDER BY ref DESC LIMIT ?");
        values.add(limit);
        return database.read(tx -> tx.list(sql.toString(), row -> campaign(tx, row), values.toArray()));
    }

    /// How many campaigns a session has.
    long count(long session) {
        return database.read(tx -> tx.number("SELECT count(*) FROM campaign WHERE session_ref = ?", session));
    }

    /// Campaigns that have work to do: running ones, and those whose time has come.
    List<Long> atWork(Instant now) {
        return database.read(tx -> tx.list(
                "SELECT ref FROM campaign WHERE stage = 'running' OR (stage = 'scheduled' AND schedule <= ?) ORDER BY ref",
                row -> row.number(1),
                now));
    }

    /// When the next one starts.
    Optional<Instant> nextSchedule() {
        return database.read(tx -> tx.one(
                "SELECT schedule FROM campaign WHERE stage = 'scheduled' AND schedule IS NOT NULL ORDER BY schedule LIMIT 1",
                row -> row.time(1)));
    }

    /// The running campaigns of a tenant that wait for something to happen.
    List<Campaign> triggered(ReadTx tx, TenantId tenant) {
        return tx.list(
                SELECT + "WHERE tenant_id = ? AND kind = 'triggered' AND stage = 'running'",
                row -> campaign(tx, row),
                tenant.value());
    }

    boolean anyTriggered() {
        return database.read(
                        tx -> tx.number("SELECT count(*) FROM campaign WHERE kind = 'triggered' AND stage = 'running'"))
                > 0;
    }

    /// Sessions that have campaigns.
    List<Long> sessions() {
        return database.read(tx -> tx.list("SELECT DISTINCT session_ref FROM campaign", row -> row.number(1)));
    }

    /// Moves it to another stage; false if it is at none of those.
    static boolean move(WriteTx tx, long ref, Set<Stage> from, Stage to, Instant now) {
        String stages = String.join("', '", from.stream().map(Stage::text).toList());
        boolean ends = to == Stage.COMPLETED || to == Stage.CANCELLED;
        return tx.update(
                        "UPDATE campaign SET stage = ?, hold = NULL, started_at = COALESCE(started_at, CAST(? AS "
                                + "BIGINT)), completed_at = CAST(? AS BIGINT) WHERE ref = ? AND stage IN ('" + stages
                                + "')",
                        to.text(),
                        to == Stage.RUNNING ? now : null,
                        ends ? now : null,
                        ref)
                == 1;
    }

    static void schedule(WriteTx tx, long ref, @Nullable Instant time) {
        tx.update("UPDATE campaign SET schedule = ? WHERE ref = ?", time, ref);
    }

    static void hold(WriteTx tx, long ref, @Nullable String cause) {
        tx.update("UPDATE campaign SET hold = ? WHERE ref = ?", cause, ref);
    }

    static boolean delete(WriteTx tx, long ref) {
        return tx.update("DELETE FROM campaign WHERE ref = ? AND stage <> 'running' AND stage <> 'paused'", ref) == 1;
    }

    private Campaign campaign(ReadTx tx, Row row) {
        return campaign(row, progress(tx, row.number(1)).stream().reduce(Progress.NONE, Progress::plus));
    }

    private Campaign campaign(Row row, Progress progress) {
        return new Campaign(
                row.number(1),
                new TenantId(row.text(2)),
                row.text(3),
                row.number(4),
                row.text(5),
                row.text(6),
                row.text(7),
                Kind.of(row.text(8)),
                Optional.ofNullable(row.numberOrNull(9)),
                Stage.of(row.text(10)),
                Optional.ofNullable(row.textOrNull(11)),
                json.readValue(row.text(12), CampaignPlan.class),
                Optional.ofNullable(row.timeOrNull(13)),
                row.time(14),
                Optional.ofNullable(row.timeOrNull(15)),
                Optional.ofNullable(row.timeOrNull(16)),
                progress);
    }

    /// How far the messages of each variant have come.
    static List<Progress> progress(ReadTx tx, long ref) {
        List<Progress> all = new ArrayList<>();
        tx.list(
                "SELECT variant, state, count(*), count(replied_at), count(opted_out_at) FROM campaign_recipient"
                        + " WHERE campaign_ref = ? GROUP BY variant, state",
                row -> {
                    int variant = (int) row.number(1);
                    while (all.size() <= variant) {
                        all.add(Progress.NONE);
                    }
                    all.set(variant, all.get(variant).plus(counted(row)));
                    return true;
                },
                ref);
        return all;
    }

    private static Progress counted(Row row) {
        String state = row.text(2);
        long count = row.number(3);
        boolean read = state.equals("read");
        boolean delivered = read || state.equals("delivered");
        boolean sent = delivered || state.equals("sent");
        return new Progress(
                count,
                state.equals("waiting") ? count : 0,
                state.equals("queued") ? count : 0,
                sent ? count : 0,
                delivered ? count : 0,
                read ? count : 0,
                state.equals("failed") ? count : 0,
                state.equals("suppressed") ? count : 0,
                state.equals("cancelled") ? count : 0,
                row.number(4),
                row.number(5));
    }
}
