// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.node.NodeEncoder;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class StanzaFuzzTest {

    private static final List<Function<Node, Object>> READERS = StanzaSamples.all().stream()
            .map(StanzaSamples.Sample::reader)
            .distinct()
            .toList();

    static Stream<byte[]> seeds() {
        return StanzaSamples.all().stream().map(sample -> NodeEncoder.encode(sample.node()));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void anyNodeIsAStanzaOrMalformed(byte[] input) {
        Node node;
        try {
            node = NodeDecoder.decode(input);
        } catch (WireException _) {
            return;
        }
        for (Function<Node, Object> reader : READERS) {
            try {
                reader.apply(node);
            } catch (WireException _) {
                // What a node of another kind must lead to.
            }
        }
    }
}
