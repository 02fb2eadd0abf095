// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import dev.switchboard.bench.node.NodePeer;
import dev.switchboard.testkit.node.NodeProject;
import dev.switchboard.wire.node.Limits;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.node.NodeEncoder;
import java.io.PrintStream;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// `bench codec`: our node codec against Baileys', on the same stanzas.
public final class CodecBench {

    private static final int PASSES = 2_000;

    private long sink;

    private CodecBench() {}

    /// Runs the measurement and prints medians of a stanza's encoding and decoding.
    public static void run(PrintStream out) {
        new CodecBench().measure(out);
    }

    private void measure(PrintStream out) {
        var nodes = SampleStanzas.all();
        var encoded = nodes.stream().map(NodeEncoder::encode).toList();
        try (var peer = NodePeer.start(NodeProject.ofCheckout(), "codec")) {
            var load = encoded.stream()
                    .map(bytes -> Base64.getEncoder().encodeToString(bytes))
                    .collect(Collectors.joining(" ", "load ", ""));
            out.println("bytes of a stanza, ours:    "
                    + encoded.stream()
                            .map(bytes -> String.valueOf(bytes.length))
                            .collect(Collectors.joining(" ")));
            out.println("bytes of a stanza, baileys: " + peer.ask(load));
            var duel = new Duel(out);
            int operations = PASSES * nodes.size();
            duel.measure(
                    "encode a stanza",
                    operations,
                    Duel.timed(() -> encodeAll(nodes)),
                    Duel.of(peer, "encode " + PASSES));
            duel.measure(
                    "decode a stanza",
                    operations,
                    Duel.timed(() -> decodeAll(encoded)),
                    Duel.of(peer, "decode " + PASSES));
        }
        if (sink == 0) {
            throw new IllegalStateException("nothing was measured");
        }
    }

    private void encodeAll(List<Node> nodes) {
        for (int pass = 0; pass < PASSES; pass++) {
            for (var node : nodes) {
                sink += NodeEncoder.encode(node).length;
            }
        }
    }

    private void decodeAll(List<byte[]> encoded) {
        for (int pass = 0; pass < PASSES; pass++) {
            for (var bytes : encoded) {
                sink += NodeDecoder.decode(bytes, Limits.DEFAULT).tag().length();
            }
        }
    }
}
