// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import dev.switchboard.bench.node.NodePeer;
import java.io.PrintStream;
import java.util.Arrays;

/// A measurement of ours against the peer's: rounds alternate between the two, medians are compared.
final class Duel {

    private static final int WARM_UP_ROUNDS = 10;
    private static final int ROUNDS = 11;

    private final PrintStream out;

    /// One round of a side.
    @FunctionalInterface
    interface Round {

        /// Does the round and tells how long it took.
        long nanos();
    }

    Duel(PrintStream out) {
        this.out = out;
        out.printf("%-38s %14s %14s %8s%n", "per operation", "ours", "baileys", "ratio");
    }

    /// Both sides do a round of so many operations and tell the nanoseconds it took.
    void measure(String what, int operations, Round ours, Round peers) {
        var our = new long[ROUNDS];
        var their = new long[ROUNDS];
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            our[0] = ours.nanos();
            their[0] = peers.nanos();
        }
        for (int round = 0; round < ROUNDS; round++) {
            our[round] = ours.nanos();
            their[round] = peers.nanos();
        }
        double ourMicros = median(our) / 1e3 / operations;
        double theirMicros = median(their) / 1e3 / operations;
        out.printf("%-38s %11.2f us %11.2f us %7.1fx%n", what, ourMicros, theirMicros, theirMicros / ourMicros);
        out.flush();
    }

    /// A round of the peer.
    static Round of(NodePeer peer, String command) {
        return () -> peer.askNumber(command);
    }

    /// A round of ours.
    static Round timed(Runnable work) {
        return () -> {
            long from = System.nanoTime();
            work.run();
            return System.nanoTime() - from;
        };
    }

    static long median(long[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
