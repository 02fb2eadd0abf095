// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.campaign.Campaign.Stage;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rows of campaigns.
final class CampaignStore {
    private static final String COLUMNS =
            "ref, tenant_id, id, session_id, name, template_id, stage, schedule, created_at, started_at, completed_at";

    private final Database database;

    CampaignStore(Database database) {
        this.database = database;
    }

    /// A message of a campaign that is still to be handed in.
    record Due(long position, Jid to, String text, String messageId) {
        @Override
        public String toString() {
            return "Due[" + messageId + "]";
        }
    }

    static void insert(WriteTx tx, CampaignOrder order, String id, Stage stage, List<String> messageIds, Instant now) {
        var session = order.session().key();
        long ref = tx.number(
                "INSERT INTO campaign (tenant_id, fence, id, session_ref, session_id, name, template_id, stage, schedule, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING ref",
                session.tenant().value(),
                order.session().fence(),
                id,
                session.ref(),
                session.id(),
                order.name(),
                order.templateId(),
                stage.text(),
                order.schedule().map(Instant::toEpochMilli).orElse(null),
                now);
        int position = 0;
        for (CampaignOrder.Addressee addressee : order.addressees()) {
            tx.update(
                    "INSERT INTO campaign_message (campaign_ref, position, jid, content, message_id, handed)"
                            + " VALUES (?, ?, ?, ?, ?, 0)",
                    ref,
                    position,
                    addressee.jid().toString(),
                    addressee.text(),
                    messageIds.get(position));
            position++;
        }
    }

    Optional<Campaign> find(TenantId tenant, String id) {
        return database.read(tx -> tx.one(
                "SELECT " + COLUMNS + " FROM campaign WHERE tenant_id = ? AND id = ?",
                row -> campaign(tx, row),
                tenant.value(),
                id));
    }

    List<Campaign> all(TenantId tenant) {
        return database.read(tx -> tx.list(
                "SELECT " + COLUMNS + " FROM campaign WHERE tenant_id = ? ORDER BY ref DESC LIMIT 500",
                row -> campaign(tx, row),
                tenant.value()));
    }

    /// How many campaigns a session has.
    long count(long session) {
        return database.read(tx -> tx.number("SELECT count(*) FROM campaign WHERE session_ref = ?", session));
    }

    /// Campaigns that have work to do: running ones, and those whose time has come.
    List<Campaign> atWork(Instant now) {
        return database.read(tx -> tx.list(
                "SELECT " + COLUMNS
                        + " FROM campaign WHERE stage = 'running' OR (stage = 'scheduled' AND schedule <= ?)"
                        + " ORDER BY ref",
                row -> campaign(tx, row),
                now));
    }

    /// When the next scheduled one starts.
    Optional<Instant> nextSchedule() {
        return database.read(tx -> tx.one(
                "SELECT schedule FROM campaign WHERE stage = 'scheduled' ORDER BY schedule LIMIT 1",
                row -> row.time(1)));
    }

    /// Starts it; false if it was started before.
    static boolean start(WriteTx tx, long ref, Instant now) {
        return tx.update(
                        "UPDATE campaign SET stage = 'running', started_at = ? WHERE ref = ? AND stage IN ('draft', 'scheduled')",
                        now,
                        ref)
                == 1;
    }

    void complete(long ref, Instant now) {
        database.write(tx -> tx.update(
                "UPDATE campaign SET stage = 'completed', completed_at = ? WHERE ref = ? AND stage = 'running'",
                now,
                ref));
    }

    List<Due> due(long ref, int limit) {
        return database.read(tx -> tx.list(
                "SELECT position, jid, content, message_id FROM campaign_message WHERE campaign_ref = ? AND handed = 0"
                        + " ORDER BY position LIMIT ?",
                row -> new Due(row.number(1), Jid.parse(row.text(2)), row.text(3), row.text(4)),
                ref,
                limit));
    }

    /// Notes that a message is with the outbox, which answers for it from now on; its text is needed no longer.
    void handed(long ref, long position) {
        database.write(tx -> tx.update(
                "UPDATE campaign_message SET handed = 1, content = '' WHERE campaign_ref = ? AND position = ?",
                ref,
                position));
    }

    private static Campaign campaign(ReadTx tx, Row row) {
        long ref = row.number(1);
        return new Campaign(
                ref,
                new TenantId(row.text(2)),
                row.text(3),
                row.text(4),
                row.text(5),
                row.text(6),
                Stage.of(row.text(7)),
                Optional.ofNullable(row.timeOrNull(8)),
                row.time(9),
                Optional.ofNullable(row.timeOrNull(10)),
                Optional.ofNullable(row.timeOrNull(11)),
                progress(tx, ref));
    }

    private static Campaign.Progress progress(ReadTx tx, long ref) {
        return tx.one(
                        "SELECT count(*), count(CASE WHEN m.status >= ? THEN 1 END), count(CASE WHEN m.status >= ? THEN 1 END),"
                                + " count(CASE WHEN m.status >= ? THEN 1 END), count(CASE WHEN m.status = ? THEN 1 END)"
                                + " FROM campaign_message c JOIN campaign p ON p.ref = c.campaign_ref LEFT JOIN message m"
                                + " ON m.session_ref = p.session_ref AND m.id = c.message_id AND m.sender = 'me'"
                                + " WHERE c.campaign_ref = ?",
                        row -> new Campaign.Progress(
                                row.number(1), row.number(2), row.number(3), row.number(4), row.number(5)),
                        Delivery.SENT.rank(),
                        Delivery.DELIVERED.rank(),
                        Delivery.READ.rank(),
                        Delivery.FAILED.rank(),
                        ref)
                .orElseThrow();
    }
}
