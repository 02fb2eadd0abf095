// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When a failed delivery is tried again, and when a whole webhook rests.
final class RetrySchedule {
    /// How long a delivery is tried.
    static final Duration GIVE_UP = Duration.ofDays(3);

    private static final int FAILURES_BEFORE_REST = 10;
    private static final Duration FIRST_REST = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private RetrySchedule() {}

    /// When to try again; empty if it is time to give up.
    ///
    /// @param pauses the waits between tries
    /// @param attempts made so far, at least one
    /// @param asked how long the receiver asked to be left alone
    static Optional<Instant> next(
            List<Duration> pauses,
            Instant createdAt,
            int attempts,
            Instant now,
            Optional<Duration> asked,
            RandomGenerator random) {
        Duration pause = pauses.get(Math.min(attempts, pauses.size()) - 1);
        Duration spread = Duration.ofMillis(random.nextLong(pause.toMillis() / 5 + 1));
        Instant next = now.plus(asked.filter(wish -> wish.compareTo(pause) > 0).orElse(pause))
                .plus(spread);
        return next.isAfter(createdAt.plus(GIVE_UP)) ? Optional.empty() : Optional.of(next);
    }

    /// Until when a webhook rests that has failed so often in a row.
    static Optional<Instant> rest(int failures, Instant now) {
        int beyond = failures - FAILURES_BEFORE_REST;
        if (beyond < 0) {
            return Optional.empty();
        }
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(beyond, 8));
        return Optional.of(now.plus(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest));
    }
}
