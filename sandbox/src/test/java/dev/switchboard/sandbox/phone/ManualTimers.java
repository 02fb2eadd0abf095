// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.network.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Timers that go off when the test says so.
final class ManualTimers implements Timers {

    private final List<Pending> pending = new ArrayList<>();

    private record Pending(Duration delay, Runnable task) {}

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        Pending added = new Pending(delay, task);
        pending.add(added);
        notifyAll();
        return () -> pending.remove(added);
    }

    /// Waits until something is to happen, says after which delay, and lets it happen.
    Duration goOff() {
        Pending next;
        synchronized (this) {
            while (pending.isEmpty()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            next = pending.removeFirst();
        }
        next.task().run();
        return next.delay();
    }

    @Override
    public void close() {
        pending.clear();
    }
}
