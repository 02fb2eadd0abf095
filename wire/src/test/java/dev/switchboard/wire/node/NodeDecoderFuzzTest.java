// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.WireException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class NodeDecoderFuzzTest {

    static Stream<byte[]> seeds() {
        var vectors = Vectors.auth();
        return Stream.concat(Vectors.each(vectors.get("binaryNodes")), Vectors.each(vectors.get("decodeOnly")))
                .map(vector -> Vectors.hex(vector.get("hex")));
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
        assertThat(NodeDecoder.decode(NodeEncoder.encode(node))).isEqualTo(node);
        assertThat(NodeText.print(node)).contains(node.tag());
        assertThat(NodeText.printMasked(node)).contains(node.tag());
    }
}
