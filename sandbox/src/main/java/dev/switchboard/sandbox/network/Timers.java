// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.network;

import java.time.Duration;

/// Lets something happen later.
public interface Timers extends AutoCloseable {

    /// Runs a task after a delay, on a thread of the timers' own: the task hands over to where it belongs.
    Timer after(Duration delay, Runnable task);

    @Override
    void close();

    /// A task that has not run yet, or has.
    @FunctionalInterface
    interface Timer {
        /// Does nothing.
        Timer NONE = () -> {};

        /// Keeps the task from running, if it has not.
        void cancel();
    }
}
