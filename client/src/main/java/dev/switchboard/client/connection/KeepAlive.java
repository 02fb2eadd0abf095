// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import java.time.Duration;

/// Tells an idle connection from a dead one, as the web client does it. Pure.
///
/// Anything that comes in is a sign of life. A connection on which nothing came in for a while is probed; one on which
/// nothing came in for too long after something was sent that has to be answered is dead. Times are monotonic
/// nanoseconds.
///
/// @param every after so long without a sign of life a probe goes out
/// @param deadAfter so long may an answer take
public record KeepAlive(Duration every, Duration deadAfter) {

    /// What a connection looks like.
    ///
    /// @param lastInbound when something last came in
    /// @param owedSince when the first thing was sent since then that the server has to answer, or [#NOTHING_OWED]
    public record Pulse(long lastInbound, long owedSince) {

        public static final long NOTHING_OWED = Long.MIN_VALUE;

        /// Just opened.
        public static Pulse at(long now) {
            return new Pulse(now, NOTHING_OWED);
        }

        public Pulse received(long now) {
            return new Pulse(now, NOTHING_OWED);
        }

        public Pulse asked(long now) {
            return owedSince == NOTHING_OWED ? new Pulse(lastInbound, now) : this;
        }
    }

    /// What to do at a check.
    public enum Verdict {
        /// All is well.
        FINE,
        /// Ask for a sign of life.
        PROBE,
        /// Give the connection up.
        DEAD
    }

    /// Looks at a connection.
    public Verdict judge(Pulse pulse, long now) {
        if (pulse.owedSince() != Pulse.NOTHING_OWED) {
            return now - pulse.owedSince() >= deadAfter.toNanos() ? Verdict.DEAD : Verdict.FINE;
        }
        return now - pulse.lastInbound() >= every.toNanos() ? Verdict.PROBE : Verdict.FINE;
    }

    /// When to look again, after a check that did not find it dead.
    ///
    /// @param draw a random number in [0, 1)
    public Duration nextCheck(Pulse pulse, long now, double draw) {
        if (pulse.owedSince() != Pulse.NOTHING_OWED) {
            long left = deadAfter.toNanos() - (now - pulse.owedSince());
            return Duration.ofNanos(Math.max(1, left));
        }
        return Duration.ofNanos(Math.round(every.toNanos() * (1 + draw)));
    }
}
