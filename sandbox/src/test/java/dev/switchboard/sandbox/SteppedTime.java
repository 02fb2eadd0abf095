// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.PriorityBlockingQueue;

/// A clock that stands still, and timers that go off when it is moved.
public final class SteppedTime implements Timers {

    private final MutableClock clock = MutableClock.at("2026-11-20T12:00:00Z");
    private final PriorityBlockingQueue<Task> tasks = new PriorityBlockingQueue<>(16, Comparator.comparing(Task::due));

    private record Task(Instant due, Runnable action) {}

    /// The clock.
    public MutableClock clock() {
        return clock;
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        Task task = new Task(clock.instant().plus(delay), action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /// Moves the clock, and lets happen what is due by then, each at its time.
    public void advance(Duration step) {
        Instant end = clock.instant().plus(step);
        for (Task next = tasks.peek(); next != null && !next.due.isAfter(end); next = tasks.peek()) {
            if (tasks.remove(next)) {
                clock.set(next.due.isAfter(clock.instant()) ? next.due : clock.instant());
                next.action.run();
            }
        }
        clock.set(end);
    }

    @Override
    public void close() {
        tasks.clear();
    }
}
