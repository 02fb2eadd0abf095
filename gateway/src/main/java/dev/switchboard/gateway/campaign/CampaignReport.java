// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.storage.ReadTx;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How a campaign went over time, and why messages failed.
///
/// @param step how long each point of the series is
/// @param series what happened in each step; steps in which nothing did are left out
/// @param failures how many messages failed for each reason
public record CampaignReport(Duration step, List<Point> series, Map<String, Long> failures) {
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));
    private static final int POINTS = 120;
    private static final List<String> COLUMNS =
            List.of("sent_at", "delivered_at", "read_at", "replied_at", "opted_out_at", "ended_at");

    public CampaignReport {
        series = List.copyOf(series);
        failures = Map.copyOf(failures);
    }

    /// What happened in a step.
    public record Point(Instant at, long sent, long delivered, long read, long replied, long optedOut, long failed) {}

    static CampaignReport of(ReadTx tx, Campaign campaign) {
        Instant from = campaign.startedAt().orElse(campaign.createdAt());
        long last = tx.number(
                "SELECT COALESCE(max(COALESCE(replied_at, read_at, delivered_at, sent_at, ended_at)), 0)"
                        + " FROM campaign_recipient WHERE campaign_ref = ?",
                campaign.ref());
        Duration span = Duration.ofMillis(Math.max(0, last - from.toEpochMilli()));
        Duration step = STEPS.stream()
                .filter(length -> span.dividedBy(length) < POINTS)
                .findFirst()
                .orElse(STEPS.getLast());
        Map<Long, long[]> points = new TreeMap<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            int place = i;
            String column = COLUMNS.get(i);
            tx.list(
                    "SELECT " + column + " / ?, count(*) FROM campaign_recipient WHERE campaign_ref = ? AND " + column
                            + " IS NOT NULL" + (column.equals("ended_at") ? " AND state = 'failed'" : "")
                            + " GROUP BY 1",
                    row -> {
                        points.computeIfAbsent(row.number(1), _ -> new long[COLUMNS.size()])[place] = row.number(2);
                        return true;
                    },
                    step.toMillis(),
                    campaign.ref());
        }
        List<Point> series = points.entrySet().stream()
                .map(entry -> point(Instant.ofEpochMilli(entry.getKey() * step.toMillis()), entry.getValue()))
                .toList();
        Map<String, Long> failures = new TreeMap<>();
        tx.list(
                "SELECT COALESCE(reason, 'unknown'), count(*) FROM campaign_recipient"
                        + " WHERE campaign_ref = ? AND state = 'failed' GROUP BY 1",
                row -> failures.put(row.text(1), row.number(2)) == null,
                campaign.ref());
        return new CampaignReport(step, series, failures);
    }

    private static Point point(Instant at, long[] counts) {
        long[] all = Arrays.copyOf(counts, COLUMNS.size());
        return new Point(at, all[0], all[1], all[2], all[3], all[4], all[5]);
    }
}
