// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a link stood over some time. Time at rest, as when nobody wanted a connection, counts neither way.
///
/// @param zone where the days begin
/// @param total over all of it
/// @param periods day by day, or week by week
@Schema(name = "ConnectionReport")
public record ConnectionReport(
        String session, Instant from, Instant to, String zone, Period total, List<Period> periods) {

    /// A part of the time.
    ///
    /// @param start its first day; none for all of it
    /// @param uptimePercent how much of the time it should have been up it was; null if there was none
    /// @param drops how often it was lost without anybody having asked for it
    /// @param dropsByCause the same by cause
    /// @param downSecondsByCause how long it was down after each cause
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ConnectionPeriod")
    public record Period(
            @Schema(example = "2026-11-20") @Nullable String start,
            @Schema(example = "99.97") @Nullable Double uptimePercent,
            long connectedSeconds,
            long downSeconds,
            long longestDownSeconds,
            int drops,
            Map<String, Integer> dropsByCause,
            Map<String, Long> downSecondsByCause) {}

    /// How a report is divided.
    public enum Division {
        DAY,
        WEEK
    }

    /// A span of a link's course.
    ///
    /// @param kind `up`, `down` or `rest`
    /// @param ended when it ended; now, if it has not
    record Span(String kind, String cause, boolean dropped, Instant began, Instant ended) {}

    static ConnectionReport of(
            String session, List<Span> spans, Instant from, Instant to, ZoneId zone, Division division) {
        List<Period> periods = new ArrayList<>();
        LocalDate start = LocalDate.ofInstant(from, zone);
        LocalDate last = LocalDate.ofInstant(to.minusMillis(1), zone);
        while (!start.isAfter(last)) {
            LocalDate next = division == Division.DAY ? start.plusDays(1) : start.plusWeeks(1);
            Instant begins = later(from, start.atStartOfDay(zone).toInstant());
            Instant ends = earlier(to, next.atStartOfDay(zone).toInstant());
            periods.add(period(start.toString(), spans, begins, ends));
            start = next;
        }
        return new ConnectionReport(
                session, from, to, zone.getId(), period(null, spans, from, to), List.copyOf(periods));
    }

    static Period period(@Nullable String start, List<Span> spans, Instant from, Instant to) {
        long up = 0;
        long down = 0;
        long longest = 0;
        int drops = 0;
        Map<String, Integer> byCause = new TreeMap<>();
        Map<String, Long> downByCause = new TreeMap<>();
        for (Span span : spans) {
            long millis = overlap(span, from, to);
            if (span.kind().equals("up")) {
                up += millis;
            } else if (span.kind().equals("down") && millis > 0) {
                down += millis;
                longest = Math.max(longest, millis);
                downByCause.merge(span.cause(), millis, Long::sum);
            }
            if (span.dropped() && !span.began().isBefore(from) && span.began().isBefore(to)) {
                drops++;
                byCause.merge(span.cause(), 1, Integer::sum);
            }
        }
        downByCause.replaceAll((_, millis) -> millis / 1000);
        Double percent = up + down == 0 ? null : Math.round(10_000.0 * up / (up + down)) / 100.0;
        return new Period(start, percent, up / 1000, down / 1000, longest / 1000, drops, byCause, downByCause);
    }

    private static long overlap(Span span, Instant from, Instant to) {
        return Math.max(
                0,
                Duration.between(later(span.began(), from), earlier(span.ended(), to))
                        .toMillis());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
