// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.time.Duration;

/// How fast one session may send.
///
/// @param enabled whether there are limits at all
/// @param perMinute messages in any 60 seconds
/// @param perHour messages in any hour
/// @param perDay messages in any 24 hours
/// @param gapMin shortest pause between two messages
/// @param gapMax longest pause that the random gap adds
public record SendLimits(boolean enabled, int perMinute, int perHour, int perDay, Duration gapMin, Duration gapMax) {

    public static final SendLimits STANDARD =
            new SendLimits(true, 20, 100, 1000, Duration.ofSeconds(2), Duration.ofSeconds(5));

    /// No limits: for benchmarks and the sandbox.
    public static final SendLimits OFF = new SendLimits(false, 1, 1, 1, Duration.ZERO, Duration.ZERO);

    public SendLimits {
        if (perMinute < 1 || perHour < 1 || perDay < 1) {
            throw new IllegalArgumentException(
                    "send limits: " + perMinute + ", " + perHour + ", " + perDay + " (expected: at least 1 each)");
        }
        if (gapMin.isNegative() || gapMax.compareTo(gapMin) < 0) {
            throw new IllegalArgumentException(
                    "send gap: " + gapMin + " to " + gapMax + " (expected: 0 <= min <= max)");
        }
    }
}
