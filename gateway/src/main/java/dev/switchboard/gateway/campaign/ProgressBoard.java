// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Tells how far campaigns have come, each at most once a second, and only when something moved.
final class ProgressBoard {
    static final Duration PACE = Duration.ofSeconds(1);

    private final Database database;
    private final CampaignStore store;
    private final EventLog events;
    private final Set<Long> moved = ConcurrentHashMap.newKeySet();
    private final Map<Long, Instant> told = new ConcurrentHashMap<>();

    ProgressBoard(Database database, CampaignStore store, EventLog events) {
        this.database = database;
        this.store = store;
        this.events = events;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Told(
            String id,
            String stage,
            long total,
            long waiting,
            long queued,
            long sent,
            long delivered,
            long read,
            long failed,
            long suppressed,
            long cancelled,
            long replied,
            long optedOut,
            @Nullable String hold,
            Instant at) {
        static Told of(Campaign campaign, Instant at) {
            Campaign.Progress now = campaign.progress();
            return new Told(
                    campaign.id(),
                    campaign.stage().text(),
                    now.total(),
                    now.waiting(),
                    now.queued(),
                    now.sent(),
                    now.delivered(),
                    now.read(),
                    now.failed(),
                    now.suppressed(),
                    now.cancelled(),
                    now.replied(),
                    now.optedOut(),
                    campaign.hold().orElse(null),
                    at);
        }
    }

    /// Something of a campaign moved.
    void moved(long campaign) {
        moved.add(campaign);
    }

    /// Tells what may be told now; the answer is whether something is left for later.
    boolean tell(Instant now) {
        boolean left = false;
        for (long ref : List.copyOf(moved)) {
            Instant last = told.get(ref);
            if (last != null && Duration.between(last, now).compareTo(PACE) < 0) {
                left = true;
                continue;
            }
            moved.remove(ref);
            told.put(ref, now);
            database.submit(tx -> {
                store.find(tx, ref)
                        .ifPresent(campaign -> events.append(
                                tx,
                                campaign.tenant(),
                                campaign.session(),
                                EventName.CAMPAIGN_PROGRESS,
                                Told.of(campaign, now)));
                return true;
            });
        }
        told.values().removeIf(last -> Duration.between(last, now).compareTo(PACE.multipliedBy(60)) > 0);
        return left;
    }
}
