// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.work.ClientTimer;
import dev.switchboard.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Time that stands still until it is moved, for timers and clock alike.
final class ManualTimer implements ClientTimer {

    private record Task(long due, long order, Runnable run) {}

    private final MutableClock clock;
    private final List<Task> tasks = new ArrayList<>();
    private long now;
    private long order;

    ManualTimer(MutableClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Handle after(Duration delay, Runnable run) {
        Task task = new Task(now + delay.toNanos(), order++, run);
        tasks.add(task);
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    /// How long until the next task is due; null if there is none.
    synchronized Duration untilNext() {
        return tasks.stream()
                .min(Comparator.comparingLong(Task::due))
                .map(task -> Duration.ofNanos(Math.max(0, task.due() - now)))
                .orElse(Duration.ZERO);
    }

    /// Lets time pass. Tasks run in the order they are due, each at its own time.
    void advance(Duration step) {
        long end;
        synchronized (this) {
            end = now + step.toNanos();
        }
        while (true) {
            Task next;
            synchronized (this) {
                next = tasks.stream()
                        .filter(task -> task.due() <= end)
                        .min(Comparator.comparingLong(Task::due).thenComparingLong(Task::order))
                        .orElse(null);
                if (next == null) {
                    clock.advance(Duration.ofNanos(end - now));
                    now = end;
                    return;
                }
                tasks.remove(next);
                clock.advance(Duration.ofNanos(Math.max(0, next.due() - now)));
                now = Math.max(now, next.due());
            }
            next.run().run();
        }
    }
}
