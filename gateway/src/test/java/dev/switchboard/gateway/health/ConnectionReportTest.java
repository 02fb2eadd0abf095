// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.health.ConnectionReport.Division;
import dev.switchboard.gateway.health.ConnectionReport.Period;
import dev.switchboard.gateway.health.ConnectionReport.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionReportTest {
    private static final Instant START = Instant.parse("2026-11-18T00:00:00Z");

    private static Instant at(double hours) {
        return START.plus(Duration.ofMinutes(Math.round(hours * 60)));
    }

    private static Span span(String kind, String cause, boolean dropped, double from, double to) {
        return new Span(kind, cause, dropped, at(from), at(to));
    }

    private static final List<Span> SPANS = List.of(
            span("up", "logged-in", false, 0, 20),
            span("down", "network-lost", true, 20, 22),
            span("up", "logged-in", false, 22, 30),
            span("down", "dead-socket", true, 30, 31),
            span("up", "logged-in", false, 31, 40),
            span("rest", "stopped", false, 40, 72));

    @Test
    void countsUptimeAndDropsByCauseAndLeavesRestOut() {
        Period total = ConnectionReport.period(null, SPANS, at(0), at(72));
        assertThat(total.connectedSeconds()).isEqualTo(37 * 3600);
        assertThat(total.downSeconds()).isEqualTo(3 * 3600);
        assertThat(total.longestDownSeconds()).isEqualTo(2 * 3600);
        assertThat(total.uptimePercent()).isEqualTo(92.5);
        assertThat(total.drops()).isEqualTo(2);
        assertThat(total.dropsByCause()).isEqualTo(Map.of("network-lost", 1, "dead-socket", 1));
        assertThat(total.downSecondsByCause()).isEqualTo(Map.of("network-lost", 7200L, "dead-socket", 3600L));
    }

    @Test
    void dividesByTheDaysOfTheZone() {
        ConnectionReport utc = ConnectionReport.of("s", SPANS, at(0), at(72), ZoneOffset.UTC, Division.DAY);
        assertThat(utc.periods()).extracting(Period::start).containsExactly("2026-11-18", "2026-11-19", "2026-11-20");
        assertThat(utc.periods()).extracting(Period::drops).containsExactly(1, 1, 0);
        assertThat(utc.periods().get(2).uptimePercent()).isNull();

        ConnectionReport kolkata =
                ConnectionReport.of("s", SPANS, at(0), at(72), ZoneId.of("Asia/Kolkata"), Division.DAY);
        assertThat(kolkata.periods()).hasSize(4);
        // Midnight there is at half past six in the evening: the drop at eight belongs to the next day.
        assertThat(kolkata.periods()).extracting(Period::drops).containsExactly(0, 2, 0, 0);
    }

    @Test
    void dividesByWeeks() {
        ConnectionReport weeks = ConnectionReport.of("s", SPANS, at(0), at(24 * 8), ZoneOffset.UTC, Division.WEEK);
        assertThat(weeks.periods()).extracting(Period::start).containsExactly("2026-11-18", "2026-11-25");
    }
}
