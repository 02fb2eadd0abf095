// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.hours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.hours.BusinessHours.Holiday;
import dev.switchboard.gateway.hours.BusinessHours.Span;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusinessHoursTest {
    private static Span span(String from, String to) {
        return new Span(LocalTime.parse(from), LocalTime.parse(to));
    }

    private static ZonedDateTime at(String time) {
        return ZonedDateTime.parse(time + "+01:00[Europe/Oslo]");
    }

    @Test
    void daysHaveSpansAndSomeGoOnAfterMidnight() {
        BusinessHours hours =
                new BusinessHours(Map.of("fri", List.of(span("09:00", "12:00"), span("22:00", "02:00"))), List.of());
        assertThat(hours.open(at("2026-11-20T09:00:00"))).isTrue();
        assertThat(hours.open(at("2026-11-20T12:00:00"))).isFalse();
        assertThat(hours.open(at("2026-11-20T23:59:00"))).isTrue();
        assertThat(hours.open(at("2026-11-21T01:59:00"))).isTrue();
        assertThat(hours.open(at("2026-11-21T02:00:00"))).isFalse();
        assertThat(hours.open(at("2026-11-20T01:00:00"))).isFalse();
    }

    @Test
    void holidaysAreClosedOrHaveHoursOfTheirOwn() {
        BusinessHours hours = new BusinessHours(
                Map.of("thu", List.of(span("09:00", "18:00")), "fri", List.of(span("09:00", "18:00"))),
                List.of(
                        new Holiday(LocalDate.parse("2020-12-24"), "Eve", true, List.of(span("09:00", "12:00"))),
                        new Holiday(LocalDate.parse("2026-12-25"), "Day", null, null)));
        assertThat(hours.open(at("2026-12-24T11:00:00"))).isTrue();
        assertThat(hours.open(at("2026-12-24T13:00:00"))).isFalse();
        assertThat(hours.open(at("2026-12-25T11:00:00"))).isFalse();
        assertThat(hours.holiday(LocalDate.parse("2027-12-25"))).isEmpty();
    }
}
