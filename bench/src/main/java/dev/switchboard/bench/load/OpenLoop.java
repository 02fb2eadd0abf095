// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Does things at a fixed rate, however long each takes. How long one took is counted from when it was to begin, so
/// that a stall shows in all that came due meanwhile and not only in the one that was under way.
final class OpenLoop {
    private final int rate;
    private final int workers;

    /// @param rate things a second
    /// @param workers how many can be under way
    OpenLoop(int rate, int workers) {
        this.rate = rate;
        this.workers = workers;
    }

    /// One thing, by its number.
    interface Task extends AutoCloseable {
        void run(int number);

        @Override
        void close();
    }

    /// Does so many things; the answer is how long each took, in nanoseconds.
    List<Long> run(int count, Supplier<Task> tasks) {
        var took = new ConcurrentLinkedQueue<Long>();
        var next = new AtomicInteger();
        long begin = System.nanoTime() + 50_000_000;
        var futures = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int worker = 0; worker < workers; worker++) {
                futures.add(threads.submit(() -> {
                    try (Task task = tasks.get()) {
                        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                            long due = begin + i * 1_000_000_000L / rate;
                            awaitTime(due);
                            task.run(i);
                            took.add(System.nanoTime() - due);
                        }
                    }
                    return null;
                }));
            }
        }
        futures.forEach(Posting::finish);
        return List.copyOf(took);
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
