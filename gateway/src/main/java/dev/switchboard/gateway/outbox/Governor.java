// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.settings.SendLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/// Decides when a session may send next: a pure function of its limits and of when it sent before.
public final class Governor {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofDays(1);

    private Governor() {}

    /// What a session may do now.
    public sealed interface Decision {
        /// Send.
        record Go() implements Decision {}

        /// Wait, and why.
        record Wait(Instant until, Reason reason) implements Decision {}
    }

    /// Why a session has to wait.
    public enum Reason {
        GAP,
        MINUTE_LIMIT,
        HOUR_LIMIT,
        DAY_LIMIT
    }

    /// Decides.
    ///
    /// @param sent when the session sent in the last day, newest first
    /// @param seed of this session's gaps, which are random but the same whenever they are asked for
    public static Decision decide(SendLimits limits, List<Instant> sent, Instant now, long seed) {
        if (!limits.enabled() || sent.isEmpty()) {
            return new Decision.Go();
        }
        Decision.Wait longest = new Decision.Wait(sent.getFirst().plus(gap(limits, sent.getFirst(), seed)), Reason.GAP);
        longest = later(longest, windowEnd(sent, limits.perMinute(), MINUTE), Reason.MINUTE_LIMIT);
        longest = later(longest, windowEnd(sent, limits.perHour(), HOUR), Reason.HOUR_LIMIT);
        longest = later(longest, windowEnd(sent, limits.perDay(), DAY), Reason.DAY_LIMIT);
        return longest.until().isAfter(now) ? longest : new Decision.Go();
    }

    private static Decision.Wait later(Decision.Wait wait, Instant until, Reason reason) {
        return until.isAfter(wait.until()) ? new Decision.Wait(until, reason) : wait;
    }

    /// When the window has room again: so long after the message that is `limit` back.
    private static Instant windowEnd(List<Instant> sent, int limit, Duration window) {
        return sent.size() < limit ? Instant.MIN : sent.get(limit - 1).plus(window);
    }

    private static Duration gap(SendLimits limits, Instant last, long seed) {
        long span = limits.gapMax().minus(limits.gapMin()).toMillis();
        if (span == 0) {
            return limits.gapMin();
        }
        return limits.gapMin().plusMillis(new SplittableRandom(seed ^ last.toEpochMilli()).nextLong(span + 1));
    }
}
