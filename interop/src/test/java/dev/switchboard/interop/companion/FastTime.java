// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import dev.switchboard.client.work.ClientTimer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that runs faster than the machine's, for everybody in a test alike: an hour of it takes minutes.
final class FastTime implements InstantSource {
    private final Instant begin;
    private final long origin = System.nanoTime();
    private final int speed;

    FastTime(Instant begin, int speed) {
        this.begin = begin;
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        return begin.plusNanos((System.nanoTime() - origin) * speed);
    }

    /// How long it has run, in its own measure.
    Duration passed() {
        return Duration.between(begin, instant());
    }

    ClientTimer pace(ClientTimer timer) {
        return new ClientTimer() {
            @Override
            public Handle after(Duration delay, Runnable task) {
                return timer.after(delay.dividedBy(speed), task);
            }

            @Override
            public long nanoTime() {
                return (timer.nanoTime() - origin) * speed;
            }
        };
    }
}
