// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import dev.switchboard.bench.node.NodePeer;
import dev.switchboard.testkit.node.NodeProject;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// `bench signal`: encrypting and opening a message by our Signal layer against npm libsignal, which Baileys uses.
///
/// A stream goes one way on one chain; in alternation each message turns the ratchet. The records are kept as objects,
/// or written to and read from bytes around every step, as Baileys' key store does and our store too. Every round
/// starts a new conversation, since libsignal never drops old chains from its records and slows down by the turn.
public final class SignalBench {

    private static final int PAYLOAD = 160;
    private static final int STREAMED = 3_000;
    private static final int TURNS = 300;

    private final RandomGenerator random = new SecureRandom();
    private final PrintStream out;

    private SignalBench(PrintStream out) {
        this.out = out;
    }

    /// Runs the measurement and prints medians of a message's encryption plus decryption.
    public static void run(PrintStream out) {
        new SignalBench(out).measure();
    }

    private void measure() {
        try (var peer = NodePeer.start(NodeProject.ofCheckout(), "signal")) {
            var duel = new Duel(out);
            for (var records : Conversation.Records.values()) {
                var name = records.name().toLowerCase(Locale.ROOT);
                duel.measure(
                        "stream, records " + name,
                        STREAMED,
                        () -> stream(records),
                        () -> peers(peer, name, "stream " + STREAMED));
                duel.measure(
                        "alternating, records " + name,
                        TURNS,
                        () -> alternate(records),
                        () -> peers(peer, name, "alternate " + TURNS));
            }
        }
    }

    private static long peers(NodePeer peer, String records, String command) {
        peer.ask("new " + records + " " + PAYLOAD);
        return peer.askNumber(command);
    }

    private long stream(Conversation.Records records) {
        var conversation = new Conversation(records, PAYLOAD, random);
        return timed(() -> {
            for (int i = 0; i < STREAMED; i++) {
                conversation.toBob();
            }
        });
    }

    private long alternate(Conversation.Records records) {
        var conversation = new Conversation(records, PAYLOAD, random);
        return timed(() -> {
            for (int i = 0; i < TURNS / 2; i++) {
                conversation.toAlice();
                conversation.toBob();
            }
        });
    }

    private static long timed(Runnable work) {
        return Duel.timed(work).nanos();
    }
}
