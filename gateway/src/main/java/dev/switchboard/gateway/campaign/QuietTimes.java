// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Times at which a campaign is quiet.
///
/// @param from when it becomes quiet each day; the same as `to` = never
/// @param days on which it is quiet all day
record QuietTimes(LocalTime from, LocalTime to, Set<DayOfWeek> days, ZoneId zone) {
    private static final int LOOK_AHEAD = 16;

    QuietTimes {
        days = Set.copyOf(days);
    }

    /// @throws DateTimeException if it names no times
    static QuietTimes of(CampaignPlan.Quiet quiet, ZoneId zone) {
        LocalTime from = quiet.from() == null ? LocalTime.MIDNIGHT : LocalTime.parse(quiet.from());
        LocalTime to = quiet.to() == null ? LocalTime.MIDNIGHT : LocalTime.parse(quiet.to());
        return new QuietTimes(from, to, days(quiet.days()), zone);
    }

    /// @throws DateTimeException if a name is none of a day
    static Set<DayOfWeek> days(@Nullable List<String> names) {
        return Objects.requireNonNullElse(names, List.<String>of()).stream()
                .map(QuietTimes::day)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static DayOfWeek day(String name) {
        String start = name.toLowerCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            String full = day.name().toLowerCase(Locale.ROOT);
            if (start.length() >= 2 && full.startsWith(start)) {
                return day;
            }
        }
        throw new DateTimeException("day: another (expected: mon to sun)");
    }

    /// When the quiet ends; empty if it is not quiet now.
    Optional<Instant> end(Instant now) {
        ZonedDateTime time = now.atZone(zone);
        for (int i = 0; i < LOOK_AHEAD; i++) {
            if (days.contains(time.getDayOfWeek())) {
                time = time.toLocalDate().plusDays(1).atStartOfDay(zone);
            } else if (quietHour(time.toLocalTime())) {
                ZonedDateTime end = time.with(to).truncatedTo(ChronoUnit.MINUTES);
                time = end.isAfter(time) ? end : end.plusDays(1);
            } else {
                break;
            }
        }
        Instant end = time.toInstant();
        return end.isAfter(now) ? Optional.of(end) : Optional.empty();
    }

    private boolean quietHour(LocalTime time) {
        if (from.equals(to)) {
            return false;
        }
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /// When a campaign comes back next after a moment; empty if never.
    ///
    /// @throws DateTimeException if it names no times
    static Optional<Instant> next(CampaignPlan.Recurrence recurrence, ZoneId zone, Instant after) {
        LocalTime at = LocalTime.parse(recurrence.at());
        Set<DayOfWeek> days = days(recurrence.days());
        LocalDate day = after.atZone(zone).toLocalDate();
        for (int i = 0; i < 400; i++, day = day.plusDays(1)) {
            Instant time = day.atTime(at).atZone(zone).toInstant();
            if (time.isAfter(after) && falls(recurrence, days, day)) {
                boolean over = recurrence.until() != null && time.isAfter(recurrence.until());
                return over ? Optional.empty() : Optional.of(time);
            }
        }
        return Optional.empty();
    }

    private static boolean falls(CampaignPlan.Recurrence recurrence, Set<DayOfWeek> days, LocalDate day) {
        return switch (recurrence.every()) {
            case "day" -> true;
            case "week" -> days.isEmpty() ? day.getDayOfWeek() == DayOfWeek.MONDAY : days.contains(day.getDayOfWeek());
            case "month" -> {
                int wanted = Objects.requireNonNullElse(recurrence.dayOfMonth(), 1);
                yield day.getDayOfMonth()
                        == Math.min(wanted, YearMonth.from(day).lengthOfMonth());
            }
            default -> throw new DateTimeException("every: another (expected: day, week or month)");
        };
    }
}
