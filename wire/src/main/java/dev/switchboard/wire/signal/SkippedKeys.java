// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import java.util.Arrays;

/// The seeds of messages that were passed over and may still come, by message number. Immutable.
///
/// Kept in two flat arrays, 36 bytes each, since a peer may leave thousands.
final class SkippedKeys {

    /// At most so many are kept in a chain; the oldest go first.
    static final int MAX = 2000;

    static final int SEED_SIZE = 32;
    static final SkippedKeys NONE = new SkippedKeys(new int[0], new byte[0]);

    private final int[] counters;
    private final byte[] seeds;

    /// @param counters strictly ascending
    /// @param seeds 32 bytes each
    SkippedKeys(int[] counters, byte[] seeds) {
        this.counters = counters;
        this.seeds = seeds;
    }

    int size() {
        return counters.length;
    }

    int counterAt(int position) {
        return counters[position];
    }

    Bytes seedAt(int position) {
        return Bytes.copyOf(seeds, position * SEED_SIZE, (position + 1) * SEED_SIZE);
    }

    /// All seeds, one after the other; not to be changed.
    byte[] seeds() {
        return seeds;
    }

    /// The position of a message number, negative if there is no seed for it.
    int find(int counter) {
        return Arrays.binarySearch(counters, counter);
    }

    SkippedKeys without(int position) {
        int last = counters.length - 1;
        if (last == 0) {
            return NONE;
        }
        int[] fewerCounters = Arrays.copyOf(counters, last);
        byte[] fewerSeeds = Arrays.copyOf(seeds, last * SEED_SIZE);
        System.arraycopy(counters, position + 1, fewerCounters, position, last - position);
        System.arraycopy(
                seeds, (position + 1) * SEED_SIZE, fewerSeeds, position * SEED_SIZE, (last - position) * SEED_SIZE);
        return new SkippedKeys(fewerCounters, fewerSeeds);
    }

    /// These and the given, which all have higher numbers; the oldest are dropped beyond the limit.
    SkippedKeys with(Builder more) {
        if (more.size == 0) {
            return this;
        }
        int total = counters.length + more.size;
        int drop = Math.max(0, total - MAX);
        int dropOwn = Math.min(drop, counters.length);
        int dropMore = drop - dropOwn;
        int own = counters.length - dropOwn;
        int added = more.size - dropMore;
        int[] allCounters = new int[own + added];
        byte[] allSeeds = new byte[(own + added) * SEED_SIZE];
        System.arraycopy(counters, dropOwn, allCounters, 0, own);
        System.arraycopy(seeds, dropOwn * SEED_SIZE, allSeeds, 0, own * SEED_SIZE);
        System.arraycopy(more.counters, dropMore, allCounters, own, added);
        System.arraycopy(more.seeds, dropMore * SEED_SIZE, allSeeds, own * SEED_SIZE, added * SEED_SIZE);
        return new SkippedKeys(allCounters, allSeeds);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SkippedKeys that
                && Arrays.equals(counters, that.counters)
                && Arrays.equals(seeds, that.seeds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counters);
    }

    @Override
    public String toString() {
        return "SkippedKeys[" + counters.length + "]";
    }

    /// Collects seeds in ascending order of message number.
    static final class Builder {
        private final int[] counters;
        private final byte[] seeds;
        private int size;

        Builder(int capacity) {
            counters = new int[capacity];
            seeds = new byte[capacity * SEED_SIZE];
        }

        void add(int counter, byte[] seed) {
            counters[size] = counter;
            System.arraycopy(seed, 0, seeds, size * SEED_SIZE, SEED_SIZE);
            size++;
        }
    }
}
