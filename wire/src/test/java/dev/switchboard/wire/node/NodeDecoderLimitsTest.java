// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.WireException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeDecoderLimitsTest {

    private static final Limits TIGHT = new Limits(3, 10, 4, 3, 20, 1_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Nothing, flag only, empty lists, no list at all.
                "",
                "00",
                "0000",
                "00f800",
                "00f90000",
                "0019",
                "00fc0161",
                // Bytes behind the node.
                "00f8011900",
                // A tag that is an address, a list, empty, an unassigned byte.
                "00f801fa0003",
                "00f801f800",
                "00f801fc00",
                "00f80100",
                "00f801f0",
                "00f801f4",
                // A name that is an address or empty.
                "00f80319fa000308",
                "00f80319fc0008",
                // A value that is a list or unassigned.
                "00f8031908f800",
                "00f8031908f90000",
                "00f8031908f1",
                // Content whose text is unassigned.
                "00f80219f2",
                // Nibbles without a character, an odd length of nothing.
                "00f8031908ff011c",
                "00f8031908ff0212dd",
                "00f8031908ff01f1",
                "00f8031908ff80",
                "00f8031908fb80",
                // Addresses within addresses, wrong servers, nobody's device.
                "00f8031908fafa000303",
                "00f8031908fa03fa0003",
                "00f8031908f6fc0131000003",
                "00f8031908f5fc01310000000003",
                "00f8031908f7000500",
                "00f8031908f70005fc0340613a",
                // Lengths beyond the end.
                "00f80219fcff61",
                "00f80219fd0fffff61",
                "00f80219fe7fffffff61",
                "00f80219feffffffff61",
                "00f80219f9ffff",
                "00f80219f8ff",
                "00f9ffff19",
                // Compressed: no stream, half a stream, something behind it.
                "02",
                "0200",
                "02789c",
                "02789cfbc125",
                "02ffffffff"
            })
    void refusesMalformedNodes(String hex) {
        assertThatExceptionOfType(MalformedNode.class)
                .isThrownBy(() -> NodeDecoder.decode(HexFormat.of().parseHex(hex)));
    }

    @Test
    void refusesBytesBehindTheCompressedStream() {
        byte[] good = NodeCodecTest.compressed(NodeEncoder.encode(Node.of("iq")));
        byte[] longer = java.util.Arrays.copyOf(good, good.length + 1);
        assertThatExceptionOfType(MalformedNode.class).isThrownBy(() -> NodeDecoder.decode(longer));
    }

    @Test
    void keepsDepthLimit() {
        assertThatCode(() -> decodeTight(nested(3))).doesNotThrowAnyException();
        assertRefused(nested(4), "depth: 4 (expected: at most 3)");
        byte[] abyss = HexFormat.of().parseHex("00" + "f80219f801".repeat(100_000) + "f80119");
        assertThatExceptionOfType(MalformedNode.class).isThrownBy(() -> NodeDecoder.decode(abyss));
    }

    @Test
    void keepsItemLimit() {
        Node three = Node.of("a", Node.of("b"), Node.of("c"));
        assertThatCode(() -> decodeTight(Node.of("x", three, three, three))).doesNotThrowAnyException();
        assertRefused(Node.of("x", three, three, three, Node.of("d")), "nodes and attributes: 11");
    }

    @Test
    void keepsChildLimit() {
        assertRefused(
                Node.builder("x").children(Collections.nCopies(5, Node.of("a"))).build(), "children: 5");
    }

    @Test
    void keepsAttributeLimit() {
        NodeBuilder builder = Node.builder("x").attr("a", 1).attr("b", 1).attr("c", 1);
        assertThatCode(() -> decodeTight(builder.build())).doesNotThrowAnyException();
        assertRefused(builder.attr("d", 1).build(), "attributes: 4");
    }

    @Test
    void keepsTextLimitButNotForBytes() {
        assertRefused(Node.builder("x").attr("a", "z".repeat(21)).build(), "text: 21 bytes");
        assertThatCode(() -> decodeTight(Node.of("x", Bytes.copyOf(new byte[500]))))
                .doesNotThrowAnyException();
    }

    @Test
    void keepsInflationLimitExactly() {
        // Flag, list, tag, length: the body is 9 bytes longer than its content.
        byte[] fits = NodeCodecTest.compressed(NodeEncoder.encode(Node.of("x", Bytes.copyOf(new byte[991]))));
        byte[] tooLong = NodeCodecTest.compressed(NodeEncoder.encode(Node.of("x", Bytes.copyOf(new byte[992]))));
        assertThat(NodeDecoder.decode(fits, TIGHT).contentBytes().size()).isEqualTo(991);
        assertThatExceptionOfType(MalformedNode.class)
                .isThrownBy(() -> NodeDecoder.decode(tooLong, TIGHT))
                .withMessageContaining("more than 1000 bytes");
    }

    @Test
    void bombStaysWithinTheInflationLimit() {
        byte[] bomb = NodeCodecTest.compressed(new byte[200 << 20]);
        assertThat(bomb.length).isLessThan(1 << 20);
        assertThatExceptionOfType(MalformedNode.class).isThrownBy(() -> NodeDecoder.decode(bomb));
    }

    @Test
    void encoderRefusesWhatHasNoForm() {
        Node tooMany = Node.builder("x")
                .children(Collections.nCopies(65_536, Node.of("a")))
                .build();
        assertThatIllegalArgumentException().isThrownBy(() -> NodeEncoder.encode(tooMany));
    }

    @Test
    void limitsRefuseNonsense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 1, 1, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 1, 1, 0, 1));
    }

    @Test
    void survivesDamagedInput() {
        List<byte[]> samples = new ArrayList<>();
        Vectors.each(Vectors.auth().get("binaryNodes")).forEach(vector -> samples.add(Vectors.hex(vector.get("hex"))));
        Vectors.each(Vectors.auth().get("decodeOnly")).forEach(vector -> samples.add(Vectors.hex(vector.get("hex"))));
        RandomNodes nodes = new RandomNodes(5);
        while (samples.size() < 60) {
            byte[] encoded = NodeEncoder.encode(nodes.next());
            if (encoded.length < 2_000) {
                samples.add(encoded);
                samples.add(NodeCodecTest.compressed(encoded));
            }
        }
        DecoderTorture torture = DecoderTorture.of(WireException.class, NodeDecoder::decode)
                .maxAllocation(4 << 20)
                .run(samples);
        assertThat(torture.rejected()).isGreaterThan(10_000);
        assertThat(torture.accepted()).isGreaterThan(1_000);
    }

    @Test
    void whatDecodesCanBeEncodedAgain() {
        byte[] sample = Vectors.hex(Vectors.auth().get("binaryNodes").get(28).get("hex"));
        DecoderTorture.of(WireException.class, input -> {
                    Node node = NodeDecoder.decode(input);
                    NodeSamples.assertSameMeaning(NodeDecoder.decode(NodeEncoder.encode(node)), node);
                })
                .run(sample);
    }

    private static Node nested(int depth) {
        Node node = Node.of("a");
        for (int i = 1; i < depth; i++) {
            node = Node.of("a", node);
        }
        return node;
    }

    private static Node decodeTight(Node node) {
        return NodeDecoder.decode(NodeEncoder.encode(node), TIGHT);
    }

    private static void assertRefused(Node node, String message) {
        assertThatExceptionOfType(MalformedNode.class)
                .isThrownBy(() -> decodeTight(node))
                .withMessageContaining(message);
    }
}
