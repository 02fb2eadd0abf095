// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Randomness that is the same in every run with the same seed: SplitMix64. Thread-safe, though threads
/// that share one race for its values.
public final class SeededRandom implements RandomGenerator {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final AtomicLong state;

    /// A generator for a seed.
    public SeededRandom(long seed) {
        this.state = new AtomicLong(seed);
    }

    /// A generator whose seed is a text, such as the test's name.
    public static SeededRandom of(String label) {
        long seed = 0;
        for (int i = 0; i < label.length(); i++) {
            seed = seed * 31 + label.charAt(i);
        }
        return new SeededRandom(seed);
    }

    @Override
    public long nextLong() {
        long z = state.addAndGet(GOLDEN_GAMMA);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// A fresh array of random bytes.
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        nextBytes(bytes);
        return bytes;
    }
}
