// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.work;

import java.time.Duration;

/// Calls back later, and tells how time passes. Thread-safe.
public interface ClientTimer {

    /// Runs a task once after a delay. The task must be quick: it hands the work to a worker.
    Handle after(Duration delay, Runnable task);

    /// A monotonic clock in nanoseconds.
    long nanoTime();

    /// A task that may still be to come.
    @FunctionalInterface
    interface Handle {
        Handle NONE = () -> {};

        /// Makes sure, as far as possible, that the task does not run.
        void cancel();
    }
}
