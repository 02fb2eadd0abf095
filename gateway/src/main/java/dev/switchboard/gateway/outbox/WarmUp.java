// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A new account's way from few new chats a day to all that it may begin: each day the same factor more.
///
/// @param days how long that takes; 0 = no warm-up
/// @param first how many new chats there may be on the first day
record WarmUp(int days, int first) {
    private static final Duration DAY = Duration.ofDays(1);

    WarmUp {
        if (days < 0 || first < 1) {
            throw new IllegalArgumentException(
                    "warm-up: " + days + " days from " + first + " (expected: 0 or more, 1 or more)");
        }
    }

    /// How many new chats may be begun in 24 hours.
    ///
    /// @param full how many there may be at last
    /// @param age how long the account has been here
    int allowance(int full, Duration age) {
        long day = age.toDays();
        if (day >= days || first >= full) {
            return full;
        }
        return (int) Math.round(first * Math.pow((double) full / first, (double) Math.max(0, day) / days));
    }

    /// When the next day of the warm-up begins; empty if it is over.
    Optional<Instant> nextStep(Instant since, Instant now) {
        long day = Math.max(0, Duration.between(since, now).toDays());
        return day >= days ? Optional.empty() : Optional.of(since.plus(DAY.multipliedBy(day + 1)));
    }
}
