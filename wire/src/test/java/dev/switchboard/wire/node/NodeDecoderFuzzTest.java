// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.WireException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class NodeDecoderFuzzTest {

    static Stream<byte[]> seeds() {
        var vectors = Vectors.auth();
        // Found by fuzzing: content that is text but comes back as bytes; an interop service without user.
        Stream<byte[]> findings = Stream.of("00f80250ff00", "00f8030bfc018cf5000000070afc07696e7465726f70")
                .map(HexFormat.of()::parseHex);
        return Stream.concat(
                findings,
                Stream.concat(Vectors.each(vectors.get("binaryNodes")), Vectors.each(vectors.get("decodeOnly")))
                        .map(vector -> Vectors.hex(vector.get("hex"))));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void anyInputIsANodeOrMalformed(byte[] input) {
        Node node;
        try {
            node = NodeDecoder.decode(input, Limits.CLIENT_INPUT);
        } catch (WireException e) {
            assertThat(e).isInstanceOf(MalformedNode.class);
            return;
        }
        NodeSamples.assertSameMeaning(NodeDecoder.decode(NodeEncoder.encode(node)), node);
        assertThat(NodeText.print(node)).contains(node.tag());
        assertThat(NodeText.printMasked(node)).contains(node.tag());
    }
}
