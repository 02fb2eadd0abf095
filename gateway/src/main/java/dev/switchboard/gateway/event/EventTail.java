// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The newest events in memory, so that readers who keep up never ask the database, and the bell that wakes them. It
/// holds only what is committed.
final class EventTail {
    private static final int SIZE = 2_048;
    private static final long MAX_CHARS = 4L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final @Nullable Event[] ring = new @Nullable Event[SIZE];
    private long newest;
    private long oldest;
    private long chars;
    private boolean closed;

    /// @param newest the last event that was logged before this start
    EventTail(long newest) {
        this.newest = newest;
        this.oldest = newest + 1;
    }

    /// Forgets what is here; older events are asked of the database.
    void forget() {
        lock.lock();
        try {
            oldest = newest + 1;
            chars = 0;
            Arrays.fill(ring, null);
        } finally {
            lock.unlock();
        }
    }

    void publish(Event event) {
        lock.lock();
        try {
            if (event.seq() != newest + 1) {
                oldest = event.seq(); // a rolled-back number left a gap; older ones are asked of the database
                chars = 0;
            }
            ring[slot(event.seq())] = event;
            newest = event.seq();
            chars += event.data().length();
            while (newest - oldest >= SIZE || (chars > MAX_CHARS && oldest < newest)) {
                forgetOldest();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forgetOldest() {
        Event event = ring[slot(oldest)];
        if (event != null && event.seq() == oldest) {
            chars -= event.data().length();
            ring[slot(oldest)] = null;
        }
        oldest++;
    }

    private static int slot(long seq) {
        return (int) (seq % SIZE);
    }

    long newest() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /// Events after a number, oldest first; empty if the database has to be asked.
    Optional<List<Event>> after(long seq, int limit) {
        lock.lock();
        try {
            if (seq + 1 < oldest) {
                return Optional.empty();
            }
            List<Event> found = new ArrayList<>();
            for (long next = seq + 1; next <= newest && found.size() < limit; next++) {
                Event event = ring[slot(next)];
                if (event != null && event.seq() == next) {
                    found.add(event);
                }
            }
            return Optional.of(found);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is an event after this number, at most so long.
    void await(long seq, Duration limit, BooleanSupplier cancelled) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (newest <= seq && !closed && !cancelled.getAsBoolean() && nanos > 0) {
                nanos = more.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Wakes all readers, so that each looks whether it was cancelled.
    void nudge() {
        lock.lock();
        try {
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
