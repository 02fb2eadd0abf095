// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.primary.UnknownAccount;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the tasks of one phone one after another, on a thread only while there are any.
///
/// After a run of tasks, and at the latest after [#LONGEST_RUN] of them, the phone's rest is run: it gathers what the
/// tasks changed into one step. Tasks may block. Safe for many threads.
final class PhoneLane {

    /// How many tasks share one rest at most.
    static final int LONGEST_RUN = 64;

    private static final Logger LOG = LoggerFactory.getLogger(PhoneLane.class);

    private final Executor executor;
    private final Runnable rest;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(2);
    private boolean running;

    PhoneLane(Executor executor, Runnable rest) {
        this.executor = executor;
        this.rest = rest;
    }

    /// Adds a task to the end and returns at once.
    void add(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException _) {
            LOG.debug("the phones have ended");
        }
    }

    /// Adds a task to the end and waits for its answer, which comes after a rest; what the task throws is thrown here.
    /// Not to be called from a task.
    <T> T ask(Supplier<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        add(() -> {
            try {
                T value = task.get();
                rest.run();
                answer.complete(value);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void drain() {
        int sinceRest = 0;
        while (true) {
            Runnable task = next(sinceRest == 0);
            if (task == null && sinceRest == 0) {
                return;
            }
            if (task == null || sinceRest == LONGEST_RUN) {
                attempt(rest);
                sinceRest = 0;
            }
            if (task != null) {
                attempt(task);
                sinceRest++;
            }
        }
    }

    private @Nullable Runnable next(boolean stopIfNone) {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            if (task == null && stopIfNone) {
                running = false;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (UnknownAccount _) {
            LOG.debug("a phone's account is forgotten");
        } catch (RuntimeException e) {
            LOG.error("a phone's task failed", e);
        }
    }
}
