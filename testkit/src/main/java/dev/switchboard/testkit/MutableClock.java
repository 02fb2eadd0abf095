// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that moves only when told to. Thread-safe; clocks made by [#withZone] follow it.
public final class MutableClock extends Clock {

    private final Hand hand;
    private final ZoneId zone;

    private MutableClock(Hand hand, ZoneId zone) {
        this.hand = hand;
        this.zone = zone;
    }

    /// A clock that stands at the given time, in UTC.
    public static MutableClock at(Instant start) {
        return new MutableClock(new Hand(start), ZoneOffset.UTC);
    }

    /// A clock that stands at the given time in ISO-8601, such as `2026-11-20T10:00:00Z`.
    public static MutableClock at(String start) {
        return at(Instant.parse(start));
    }

    /// Sets the time, forwards or backwards.
    public void set(Instant time) {
        hand.set(time);
    }

    /// Moves the time by a step, which may be negative.
    public void advance(Duration step) {
        hand.advance(step);
    }

    @Override
    public Instant instant() {
        return hand.now;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new MutableClock(hand, other);
    }

    /// The time that a clock and its zoned views share.
    private static final class Hand {

        private volatile Instant now;

        Hand(Instant start) {
            this.now = start;
        }

        synchronized void set(Instant time) {
            now = time;
        }

        synchronized void advance(Duration step) {
            now = now.plus(step);
        }
    }
}
