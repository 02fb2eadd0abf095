// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.settings.SendLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Says when so many messages will be through: the governor's rules played through with gaps of middle length. Pure.
final class Forecast {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /// What goes through where nothing limits it, in messages a second.
    private static final long UNLIMITED = 100;

    private final SendLimits limits;
    private final Function<Instant, Optional<Instant>> quiet;

    /// @param quiet when the quiet at a moment ends
    Forecast(SendLimits limits, Function<Instant, Optional<Instant>> quiet) {
        this.limits = limits;
        this.quiet = quiet;
    }

    /// When the last of these goes.
    ///
    /// @param used when the session sent in the last day, newest first
    Instant end(Instant start, List<Instant> used, long messages) {
        Instant now = awake(start);
        if (!limits.enabled()) {
            return messages == 0 ? now : now.plusMillis(messages * 1_000 / UNLIMITED);
        }
        Duration gap = limits.gapMin().plus(limits.gapMax()).dividedBy(2);
        List<Instant> sent = new ArrayList<>(used.reversed());
        for (long i = 0; i < messages; i++) {
            Instant at = sent.isEmpty() ? now : later(now, sent.getLast().plus(gap));
            at = later(at, room(sent, limits.perMinute(), MINUTE));
            at = later(at, room(sent, limits.perHour(), HOUR));
            at = awake(later(at, room(sent, limits.perDay(), DAY)));
            sent.add(at);
            now = at;
        }
        return now;
    }

    private Instant awake(Instant time) {
        return quiet.apply(time).orElse(time);
    }

    private static Instant room(List<Instant> sent, int limit, Duration window) {
        return sent.size() < limit ? Instant.MIN : sent.get(sent.size() - limit).plus(window);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
