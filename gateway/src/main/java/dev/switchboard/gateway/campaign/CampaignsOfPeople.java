// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The campaigns a person was in, for export and erasure: their outcomes are deleted, so a campaign counts them no
/// more.
public final class CampaignsOfPeople implements PersonalData {
    private final Database database;
    private final CampaignParts parts;

    public CampaignsOfPeople(Database database, CampaignParts parts) {
        this.database = database;
        this.parts = parts;
    }

    /// What is exported.
    private record Part(
            String campaign,
            String name,
            String session,
            String messageId,
            String state,
            @Nullable Instant sentAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant readAt,
            @Nullable Instant repliedAt,
            @Nullable Instant optedOutAt) {}

    @Override
    public String name() {
        return "campaigns";
    }

    @Override
    public void export(Person person, Consumer<Object> out) {
        for (String address : person.addresses()) {
            database.read(tx -> tx.list(
                            "SELECT c.id, c.name, c.session_id, r.message_id, r.state, r.sent_at, r.delivered_at, r.read_at,"
                                    + " r.replied_at, r.opted_out_at FROM campaign_recipient r"
                                    + " JOIN campaign c ON c.ref = r.campaign_ref WHERE r.tenant_id = ? AND r.jid = ?"
                                    + " ORDER BY r.campaign_ref LIMIT 100000",
                            row -> new Part(
                                    row.text(1),
                                    row.text(2),
                                    row.text(3),
                                    row.text(4),
                                    row.text(5),
                                    row.timeOrNull(6),
                                    row.timeOrNull(7),
                                    row.timeOrNull(8),
                                    row.timeOrNull(9),
                                    row.timeOrNull(10)),
                            person.tenant().value(),
                            address))
                    .forEach(out);
        }
    }

    /// What somebody's message is made of is forgotten when it is made.
    @Override
    public void dropContents(SessionKey session) {
        while (database.write(tx -> parts.recipients().seal(tx, session))) {
            // page by page
        }
    }

    @Override
    public int erase(WriteTx tx, Person person) {
        int erased = 0;
        for (String address : person.addresses()) {
            erased += tx.update(
                    "DELETE FROM campaign_recipient WHERE tenant_id = ? AND jid = ?",
                    person.tenant().value(),
                    address);
        }
        return erased;
    }
}
