// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/// Hours of the day in which nothing is sent; over midnight if they begin later than they end.
record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {
    QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("quiet hours: " + from + " to " + to + " (expected: two times)");
        }
    }

    /// When the quiet ends; empty if it is not quiet now.
    Optional<Instant> end(Instant now) {
        ZonedDateTime local = now.atZone(zone);
        LocalTime time = local.toLocalTime();
        boolean quiet = from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
        if (!quiet) {
            return Optional.empty();
        }
        ZonedDateTime end = local.with(to);
        return Optional.of((end.isAfter(local) ? end : end.plusDays(1)).toInstant());
    }
}
