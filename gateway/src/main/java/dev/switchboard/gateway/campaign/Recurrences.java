// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.campaign.Campaign.Kind;
import dev.switchboard.gateway.campaign.Campaign.Stage;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lets recurring campaigns come back: each time is a campaign of its own, named after its time, so that no crash
/// makes it twice. Times that were missed while the gateway was down are made up for once.
final class Recurrences {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

    private final Database database;
    private final CampaignParts parts;

    Recurrences(Database database, CampaignParts parts) {
        this.database = database;
        this.parts = parts;
    }

    /// Makes the campaign of this time and plans the next.
    void comeBack(Campaign series, Session session, Instant now) {
        CampaignPlan.Recurrence recurrence = series.plan().recurrence();
        Instant time = series.schedule().orElse(now);
        if (recurrence == null) {
            parts.move(series, Set.of(Stage.SCHEDULED), Stage.COMPLETED);
            return;
        }
        Campaign campaign = begun(series, session, time, now);
        fill(series, campaign);
        database.write(tx -> {
            parts.move(tx, campaign, Set.of(Stage.DRAFT), Stage.RUNNING);
            long made = tx.number("SELECT count(*) FROM campaign WHERE parent_ref = ?", series.ref());
            Optional<Instant> next = QuietTimes.next(recurrence, series.plan().place(), now);
            boolean over = recurrence.times() != null && made >= recurrence.times();
            CampaignStore.schedule(tx, series.ref(), over ? null : next.orElse(null));
            if (over || next.isEmpty()) {
                parts.move(tx, series, Set.of(Stage.SCHEDULED), Stage.COMPLETED);
            }
            return true;
        });
    }

    private Campaign begun(Campaign series, Session session, Instant time, Instant now) {
        String id = series.id() + "-" + NAME.format(time);
        CampaignStore.Fresh fresh = new CampaignStore.Fresh(
                session.key(),
                session.fence(),
                id,
                series.name(),
                Kind.ONCE,
                Stage.DRAFT,
                series.plan().once(),
                series.templateId(),
                Optional.of(series.ref()),
                Optional.empty());
        long ref = database.write(tx -> parts.store().insert(tx, fresh, now));
        return database.read(tx -> parts.store().head(tx, ref)).orElseThrow();
    }

    private void fill(Campaign series, Campaign campaign) {
        if (series.plan().audience() != null) {
            parts.roster().add(campaign, series.plan().audience());
            return;
        }
        long after = -1;
        List<Addressee> people;
        do {
            long from = after;
            people = database.read(tx -> parts.recipients().roster(tx, series, from, Roster.BATCH));
            parts.roster().add(campaign, people);
            after += people.size();
        } while (people.size() == Roster.BATCH);
    }
}
