// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The outcome of a command to a companion, which may still be to come. Thread-safe; completed once.
public final class Reply<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition completed = lock.newCondition();
    private @Nullable T value;
    private List<Consumer<T>> readers = List.of();

    /// A reply that is still to come.
    public Reply() {}

    /// A reply that is there already.
    public static <T> Reply<T> of(T value) {
        Reply<T> reply = new Reply<>();
        reply.complete(value);
        return reply;
    }

    /// Waits for the outcome; empty if it did not come in time. Meant for virtual threads.
    public Optional<T> await(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (value == null && nanos > 0) {
                nanos = completed.awaitNanos(nanos);
            }
            return Optional.ofNullable(value);
        } finally {
            lock.unlock();
        }
    }

    /// The outcome, if it is there.
    public Optional<T> now() {
        lock.lock();
        try {
            return Optional.ofNullable(value);
        } finally {
            lock.unlock();
        }
    }

    /// Calls the reader with the outcome: now if it is there, else on the companion's worker, which it must not block.
    public void onDone(Consumer<T> reader) {
        T present;
        lock.lock();
        try {
            present = value;
            if (present == null) {
                List<Consumer<T>> more = new ArrayList<>(readers);
                more.add(reader);
                readers = more;
            }
        } finally {
            lock.unlock();
        }
        if (present != null) {
            reader.accept(present);
        }
    }

    /// Sets the outcome; only the first call counts.
    public void complete(T outcome) {
        List<Consumer<T>> waiting;
        lock.lock();
        try {
            if (value != null) {
                return;
            }
            value = outcome;
            waiting = readers;
            readers = List.of();
            completed.signalAll();
        } finally {
            lock.unlock();
        }
        waiting.forEach(reader -> reader.accept(outcome));
    }
}
