// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a sink rests after failures: longer each time, and after several a minute between two tries.
final class Backoff {
    /// Failures in a row after which the circuit is open.
    static final int OPEN = 6;

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Backoff() {}

    /// @param failures in a row, this one included
    static Duration after(int failures, RandomGenerator random) {
        Duration pause = failures >= OPEN ? LONGEST : FIRST.multipliedBy(1L << Math.max(0, failures - 1));
        return pause.plusMillis(random.nextLong(pause.toMillis() / 5 + 1));
    }
}
