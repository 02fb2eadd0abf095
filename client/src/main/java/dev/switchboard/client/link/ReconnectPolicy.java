// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How long to wait between tries to connect: so long before each of the first tries, and then a slow lane whose waits
/// double up to a cap. It never gives up.
///
/// @param first the waits before the first tries, in order
/// @param slow the first wait of the slow lane
/// @param cap the longest wait
/// @param jitter by which share a wait varies either way
/// @param spread up to how much is added to each wait, so that those who lost their connections together do not all
///     come back in one moment, even where the wait is nothing
/// @param stableAfter a connection that held so long counts as a success, and tries are counted anew
/// @param farSteps how many tries further to wait when the server asks for restraint
public record ReconnectPolicy(
        List<Duration> first,
        Duration slow,
        Duration cap,
        double jitter,
        Duration spread,
        Duration stableAfter,
        int farSteps) {

    private static final double JITTER = 0.1;
    private static final Duration SPREAD = Duration.ofMillis(250);
    private static final Duration STABLE_AFTER = Duration.ofSeconds(30);
    private static final int FAR_STEPS = 5;

    /// At once, then after 1, 2, 4 and 8 seconds, then from half a minute up to a quarter of an hour.
    public static final ReconnectPolicy STANDARD = of(
            List.of(
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(8)),
            Duration.ofSeconds(30),
            Duration.ofMinutes(15));

    public ReconnectPolicy {
        first = List.copyOf(first);
        boolean negative = first.stream().anyMatch(Duration::isNegative) || slow.isNegative() || spread.isNegative();
        if (negative || cap.compareTo(slow) < 0 || jitter < 0 || jitter > 1 || farSteps < 0) {
            throw new IllegalArgumentException("reconnect policy: first " + first + ", slow " + slow + ", cap " + cap
                    + ", jitter " + jitter + " (expected: waits of 0 or more, slow <= cap, 0 <= jitter <= 1)");
        }
    }

    /// With the usual jitter.
    public static ReconnectPolicy of(List<Duration> first, Duration slow, Duration cap) {
        return new ReconnectPolicy(first, slow, cap, JITTER, SPREAD, STABLE_AFTER, FAR_STEPS);
    }

    /// In Fibonacci steps of a unit up to a cap, as WhatsApp's own web client waits.
    public static ReconnectPolicy fibonacci(Duration unit, Duration cap) {
        List<Duration> steps = new ArrayList<>();
        Duration before = Duration.ZERO;
        Duration step = unit;
        while (step.isPositive() && step.compareTo(cap) < 0) {
            steps.add(step);
            Duration next = step.plus(before);
            before = step;
            step = next;
        }
        return of(steps, cap, cap);
    }

    /// The wait before try number `attempt` (from 1).
    ///
    /// @param draw a random number in [0, 1)
    public Duration delay(int attempt, double draw) {
        double millis = attempt <= first.size()
                ? (double) first.get(Math.max(1, attempt) - 1).toMillis()
                : slowMillis(attempt);
        return Duration.ofMillis(
                Math.round(millis * (1 + jitter * (2 * draw - 1)) + draw * (double) spread.toMillis()));
    }

    private double slowMillis(int attempt) {
        double doubled = (double) slow.toMillis() * Math.pow(2, attempt - first.size() - 1.0);
        return Math.min(doubled, (double) cap.toMillis());
    }
}
