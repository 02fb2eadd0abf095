// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.template.TemplateDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlansTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Optional<Instant> end(CampaignPlan.Quiet quiet, String at) {
        return QuietTimes.of(quiet, BERLIN).end(Instant.parse(at));
    }

    @Test
    void quietHoursGoOverMidnightAndQuietDays() {
        CampaignPlan.Quiet quiet = new CampaignPlan.Quiet("20:00", "09:00", List.of("sun"));
        assertThat(end(quiet, "2026-11-20T12:00:00Z")).isEmpty();
        assertThat(end(quiet, "2026-11-20T19:30:00Z")).contains(Instant.parse("2026-11-21T08:00:00Z"));
        assertThat(end(quiet, "2026-11-21T22:00:00Z")).contains(Instant.parse("2026-11-23T08:00:00Z"));
        assertThat(end(new CampaignPlan.Quiet(null, null, null), "2026-11-20T12:00:00Z"))
                .isEmpty();
    }

    /// At half past two the clocks of Berlin went back to two: the quiet lasts an hour longer.
    @Test
    void quietHoursFollowTheClocksOfTheZone() {
        assertThat(end(new CampaignPlan.Quiet("22:00", "08:00", null), "2026-10-24T21:00:00Z"))
                .contains(Instant.parse("2026-10-25T07:00:00Z"));
    }

    private static List<Instant> times(CampaignPlan.Recurrence recurrence, String after, int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(
                        java.util.ArrayList::new,
                        (all, _) -> QuietTimes.next(
                                        recurrence, BERLIN, all.isEmpty() ? Instant.parse(after) : all.getLast())
                                .ifPresent(all::add),
                        List::addAll);
    }

    @Test
    void comesBackByDayWeekAndMonth() {
        assertThat(times(
                        new CampaignPlan.Recurrence("day", "09:00", null, null, null, null), "2026-10-24T08:00:00Z", 2))
                .containsExactly(Instant.parse("2026-10-25T08:00:00Z"), Instant.parse("2026-10-26T08:00:00Z"));
        assertThat(times(
                        new CampaignPlan.Recurrence("week", "09:00", List.of("mon", "thu"), null, null, null),
                        "2026-11-20T12:00:00Z",
                        2))
                .containsExactly(Instant.parse("2026-11-23T08:00:00Z"), Instant.parse("2026-11-26T08:00:00Z"));
        assertThat(times(
                        new CampaignPlan.Recurrence("month", "09:00", null, 31, null, null), "2027-01-31T12:00:00Z", 2))
                .containsExactly(Instant.parse("2027-02-28T08:00:00Z"), Instant.parse("2027-03-31T07:00:00Z"));
        assertThat(times(
                        new CampaignPlan.Recurrence(
                                "day", "09:00", null, null, null, Instant.parse("2026-11-21T09:00:00Z")),
                        "2026-11-20T12:00:00Z",
                        3))
                .hasSize(1);
    }

    private static CampaignPlan of(int... weights) {
        List<CampaignPlan.Variant> variants = Arrays.stream(weights)
                .mapToObj(weight -> new CampaignPlan.Variant(
                        "V" + weight, "t", 1, weight, TemplateDefinition.plain("t", "x"), null))
                .toList();
        return new CampaignPlan(variants, null, null, null, null, null);
    }

    @Test
    void variantsTakeTurnsByTheirWeights() {
        assertThat(of(1).turns()).containsExactly(0);
        assertThat(of(1, 1).turns()).containsExactly(0, 1);
        assertThat(of(3, 1).turns()).containsOnlyOnce(1).hasSize(4);
        int[] turns = of(50, 30, 20).turns();
        assertThat(IntStream.range(0, 3)
                        .map(v -> (int) Arrays.stream(turns).filter(t -> t == v).count()))
                .containsExactly(50, 30, 20);
    }

    @Test
    void theForecastPlaysTheLimitsThrough() {
        Instant start = Instant.parse("2026-11-20T10:00:00Z");
        SendLimits limits = new SendLimits(true, 20, 100, 1_000, Duration.ofSeconds(2), Duration.ofSeconds(4));
        Forecast forecast = new Forecast(limits, _ -> Optional.empty());
        assertThat(forecast.end(start, List.of(), 1)).isEqualTo(start);
        assertThat(forecast.end(start, List.of(), 20)).isEqualTo(start.plusSeconds(57));
        assertThat(forecast.end(start, List.of(), 21)).isEqualTo(start.plusSeconds(60));
        assertThat(forecast.end(start, List.of(), 101)).isEqualTo(start.plusSeconds(3_600));
        assertThat(forecast.end(start, List.of(), 1_001)).isEqualTo(start.plus(Duration.ofDays(1)));
        assertThat(forecast.end(start, List.of(start.minusSeconds(1)), 1)).isEqualTo(start.plusSeconds(2));
        Forecast quiet = new Forecast(
                limits,
                at -> QuietTimes.of(new CampaignPlan.Quiet("11:00", "09:00", null), BERLIN)
                        .end(at));
        assertThat(quiet.end(start, List.of(), 1)).isEqualTo(Instant.parse("2026-11-21T08:00:00Z"));
        assertThat(new Forecast(SendLimits.OFF, _ -> Optional.empty()).end(start, List.of(), 1_000))
                .isEqualTo(start.plusSeconds(10));
    }
}
