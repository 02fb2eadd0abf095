// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.hours;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A week and its exceptions.
///
/// @param week the hours of each day by its short name (mon, tue, wed, thu, fri, sat, sun); closed on days left out
/// @param holidays days on which it is otherwise
@Schema(name = "BusinessHours")
public record BusinessHours(Map<String, List<Span>> week, List<Holiday> holidays) {
    /// From nine to six on working days.
    public static final BusinessHours STANDARD = standard();

    public BusinessHours {
        week = week == null ? Map.of() : Map.copyOf(week);
        holidays = holidays == null ? List.of() : List.copyOf(holidays);
    }

    /// A part of a day; one that ends before it begins goes on after midnight, and one that ends when it begins is
    /// empty.
    @Schema(name = "OpenSpan")
    public record Span(
            @Schema(type = "string", example = "09:00") LocalTime from,
            @Schema(type = "string", example = "18:00") LocalTime to) {

        /// Whether it holds a time of its own day.
        boolean holds(LocalTime time) {
            return !time.isBefore(from) && (overnight() || time.isBefore(to));
        }

        /// Whether it holds a time of the day after.
        boolean holdsNextDay(LocalTime time) {
            return overnight() && time.isBefore(to);
        }

        private boolean overnight() {
            return to.isBefore(from);
        }
    }

    /// A day with other hours.
    ///
    /// @param hours when it is open; closed if left out
    @Schema(name = "Holiday")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Holiday(
            @Schema(example = "2026-12-25") LocalDate date,
            @Schema(example = "Christmas") @Nullable String name,

            @Schema(description = "every year on this day", defaultValue = "false") @Nullable
            Boolean yearly,

            @Nullable List<Span> hours) {
        boolean is(LocalDate day) {
            return Boolean.TRUE.equals(yearly)
                    ? day.getMonth() == date.getMonth() && day.getDayOfMonth() == date.getDayOfMonth()
                    : day.equals(date);
        }
    }

    /// Whether it is open.
    ///
    /// @param at when, where the business is
    public boolean open(ZonedDateTime at) {
        LocalTime time = at.toLocalTime();
        LocalDate today = at.toLocalDate();
        return spans(today).stream().anyMatch(span -> span.holds(time))
                || spans(today.minusDays(1)).stream().anyMatch(span -> span.holdsNextDay(time));
    }

    /// The holiday that a day is.
    public Optional<Holiday> holiday(LocalDate day) {
        return holidays.stream().filter(holiday -> holiday.is(day)).findFirst();
    }

    private List<Span> spans(LocalDate day) {
        Optional<Holiday> holiday = holiday(day);
        if (holiday.isPresent()) {
            List<Span> hours = holiday.get().hours();
            return hours == null ? List.of() : hours;
        }
        return week.getOrDefault(name(day.getDayOfWeek()), List.of());
    }

    /// The short name of a day.
    public static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static BusinessHours standard() {
        List<Span> day = List.of(new Span(LocalTime.of(9, 0), LocalTime.of(18, 0)));
        return new BusinessHours(Map.of("mon", day, "tue", day, "wed", day, "thu", day, "fri", day), List.of());
    }
}
