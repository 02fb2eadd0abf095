// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An append-only list that can be waited on: what happened, in order, and a way to await what has not happened yet.
/// Any thread may append and wait.
public final class Journal<E> {

    /// How long a test waits for something that should take milliseconds; only a failing test spends it.
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int SHOWN_ON_FAILURE = 25;

    private final String owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<E> entries = new ArrayList<>();

    public Journal(String owner) {
        this.owner = owner;
    }

    public void append(E entry) {
        lock.lock();
        try {
            entries.add(entry);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The position after the last entry: awaiting from here ignores the past.
    public int position() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    public List<E> entries() {
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    public <T extends E> Stream<T> of(Class<T> type) {
        return entries().stream().filter(type::isInstance).map(type::cast);
    }

    /// The first entry of the type, from the position on, that fits; waits for it if it is not there yet.
    public <T extends E> T await(int from, Class<T> type, String what, Predicate<? super T> fits) {
        return awaitAll(
                from,
                what,
                seen -> seen.stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .filter(fits)
                        .findFirst());
    }

    /// Waits until the function finds its answer among the entries from the position on.
    public <T> T awaitAll(int from, String what, java.util.function.Function<List<E>, Optional<T>> answer) {
        var nanosLeft = PATIENCE.toNanos();
        lock.lock();
        try {
            while (true) {
                var found = answer.apply(entries.subList(Math.min(from, entries.size()), entries.size()));
                if (found.isPresent()) {
                    return found.get();
                }
                if (nanosLeft <= 0) {
                    throw new AssertionError(owner + ": waited in vain for " + what + "; last entries:\n  " + tail());
                }
                nanosLeft = grown.awaitNanos(nanosLeft);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(owner + ": interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }

    private String tail() {
        return entries.stream()
                .skip(Math.max(0, entries.size() - SHOWN_ON_FAILURE))
                .map(Object::toString)
                .collect(Collectors.joining("\n  "));
    }
}
