// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What all companions of a process share: the socket event loops, the timer wheel, the clock and the source of
/// randomness. Close it after its companions have been stopped. Thread-safe.
public final class ClientRuntime implements AutoCloseable {

    private final InstantSource clock;
    private final RandomGenerator random;

    private ClientRuntime(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// A runtime of its own event loops and timer.
    ///
    /// @param random must be thread-safe, and cryptographically strong outside of tests
    public static ClientRuntime create(InstantSource clock, RandomGenerator random) {
        return new ClientRuntime(clock, random);
    }

    public InstantSource clock() {
        return clock;
    }

    public RandomGenerator random() {
        return random;
    }

    @Override
    public void close() {}
}
