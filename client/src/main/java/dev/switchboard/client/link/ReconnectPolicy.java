// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

import java.time.Duration;

/// How long to wait before the next try: Fibonacci steps with jitter, as the web client does it. Pure.
///
/// @param unit the first step
/// @param cap no wait is longer than this, jitter apart
/// @param jitter part of the wait by which it varies either way, 0 to 1
/// @param stableAfter a connection that held this long ends the series of attempts
/// @param farSteps how many steps are skipped when the server asks for restraint
public record ReconnectPolicy(Duration unit, Duration cap, double jitter, Duration stableAfter, int farSteps) {

    public static final ReconnectPolicy STANDARD =
            new ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(900), 0.1, Duration.ofSeconds(30), 5);

    public ReconnectPolicy {
        if (unit.isNegative() || cap.compareTo(unit) < 0 || jitter < 0 || jitter > 1 || farSteps < 0) {
            throw new IllegalArgumentException("reconnect policy: unit " + unit + ", cap " + cap + ", jitter " + jitter
                    + " (expected: 0 <= unit <= cap, 0 <= jitter <= 1)");
        }
    }

    /// The wait before try number `attempt` (from 1).
    ///
    /// @param draw a random number in [0, 1)
    public Duration delay(int attempt, double draw) {
        long steps = 1;
        long before = 0;
        long limit = Math.max(1, cap.toMillis() / Math.max(1, unit.toMillis()) + 1);
        for (int i = 1; i < attempt && steps < limit; i++) {
            long next = steps + before;
            before = steps;
            steps = next;
        }
        double millis = Math.min((double) unit.toMillis() * steps, (double) cap.toMillis());
        return Duration.ofMillis(Math.round(millis * (1 + jitter * (2 * draw - 1))));
    }
}
