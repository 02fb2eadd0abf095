// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.jid.Jid;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodeCodecTest {

    static Stream<JsonNode> binaryNodes() {
        return Vectors.each(Vectors.auth().get("binaryNodes"));
    }

    static Stream<JsonNode> decodeOnly() {
        return Vectors.each(Vectors.auth().get("decodeOnly"));
    }

    static Stream<JsonNode> binarySizes() {
        return Vectors.each(Vectors.auth().get("binarySizes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("binaryNodes")
    void writesWhatBaileysWrites(JsonNode vector) {
        assertThat(hex(NodeEncoder.encode(NodeSamples.of(vector.get("node")))))
                .isEqualTo(vector.get("hex").textValue());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"binaryNodes", "decodeOnly"})
    void readsWhatBaileysReads(JsonNode vector) {
        assertThat(NodeDecoder.decode(Vectors.hex(vector.get("hex")))).isEqualTo(NodeSamples.of(vector.get("node")));
    }

    @ParameterizedTest
    @MethodSource("binarySizes")
    void writesAndReadsEveryLengthForm(JsonNode vector) {
        byte[] content = new byte[vector.get("contentLength").intValue()];
        Arrays.fill(content, Vectors.hex(vector.get("filledWith"))[0]);
        Node node = Node.of("ref", Bytes.copyOf(content));
        assertMatches(node, vector);
    }

    @Test
    void writesAndReadsLongLists() {
        JsonNode vector = Vectors.auth().get("list16");
        assertMatches(
                Node.builder("list")
                        .children(Collections.nCopies(300, Node.of("ref")))
                        .build(),
                vector);
    }

    @Test
    void writesAndReadsManyAttributes() {
        NodeBuilder builder = Node.builder("x1y");
        for (int i = 0; i < 130; i++) {
            builder.attr("k" + i, "v");
        }
        assertMatches(builder.build(), Vectors.auth().get("list16Attrs"));
    }

    private static void assertMatches(Node node, JsonNode vector) {
        byte[] encoded = NodeEncoder.encode(node);
        assertThat(encoded).hasSize(vector.get("totalLength").intValue());
        assertThat(hex(encoded)).startsWith(vector.get("headHex").textValue());
        assertThat(hex(Sha.sha256(encoded))).isEqualTo(vector.get("sha256").textValue());
        assertThat(NodeDecoder.decode(encoded)).isEqualTo(node);
    }

    @ParameterizedTest
    @CsvSource({
        "15551234567:12@s.whatsapp.net, f7000cff8615551234567f",
        "123456789012345:7@lid,         f70107ff88123456789012345f",
        "15551234567@s.whatsapp.net,    faff8615551234567f03",
        "15551234567:0@hosted,          f78000ff8615551234567f",
        "123456789012345@hosted.lid,    f78100ff88123456789012345f",
        "s.whatsapp.net,                fa0003",
        "g.us,                          fa001c",
        "100:7@msgr,                    f6ec330007cc",
        "10-100:7@interop,              f5ec330007000afc07696e7465726f70",
    })
    void writesAddressesLikeWhatsmeow(String jid, String hex) {
        Node node = Node.builder("iq").attr("to", Jid.parse(jid)).build();
        assertThat(hex(NodeEncoder.encode(node))).isEqualTo("00f8031911" + hex);
        assertThat(NodeDecoder.decode(NodeEncoder.encode(node))).isEqualTo(node);
    }

    @ParameterizedTest
    @CsvSource({
        // A JID_PAIR with a server that names devices, no device.
        "faff8615551234567ffc06686f73746564, 15551234567@hosted",
        // Domain types without a meaning of their own.
        "f70205ff8615551234567f,             15551234567:5@s.whatsapp.net",
        "f78205ff8615551234567f,             15551234567:5@hosted",
        "f78305ff8615551234567f,             15551234567:5@s.whatsapp.net",
        // Device 0 in the device form.
        "f70000ff8615551234567f,             15551234567@s.whatsapp.net",
    })
    void readsOtherShapesOfAddresses(String hex, String jid) {
        Node node = NodeDecoder.decode(HexFormat.of().parseHex("00f8031906" + hex));
        assertThat(node.attributes().get("from")).contains(Value.of(Jid.parse(jid)));
    }

    @ParameterizedTest
    @CsvSource({
        // user a:5 in a JID_PAIR, and the unknown server "x1y".
        "fafc03613a3503,           a:5@s.whatsapp.net",
        "fafc0161fc03783179,       a@x1y",
        "fa00fc03783179,           @x1y",
    })
    void keepsUnmodelledAddressPairsAsText(String hex, String text) {
        Node node = NodeDecoder.decode(HexFormat.of().parseHex("00f8031906" + hex));
        assertThat(node.attributes().get("from")).contains(Value.of(text));
    }

    @Test
    void lastOfRepeatedAttributesWins() {
        // id=props, type=2, id=w:p
        Node node = NodeDecoder.decode(HexFormat.of().parseHex("00f80719" + "085c" + "0445" + "0857"));
        assertThat(node.attributes().names()).containsExactly("id", "type");
        assertThat(node.text("id")).contains("w:p");
    }

    @Test
    void emptyFormsReadAlike() {
        for (String content : new String[] {"00", "f800", "f90000"}) {
            Node node = NodeDecoder.decode(HexFormat.of().parseHex("00f80219" + content));
            assertThat(node.children()).isEmpty();
            assertThat(node.contentBytes()).isEqualTo(Bytes.EMPTY);
        }
        for (String value : new String[] {"00", "fc00", "ff00", "fb00", "fd000000", "fd700000", "fe00000000"}) {
            Node node = NodeDecoder.decode(HexFormat.of().parseHex("00f8031908" + value));
            assertThat(node.text("id")).contains("");
        }
    }

    @Test
    void contentBytesOfTextIsItsUtf8() {
        Node packed = NodeDecoder.decode(HexFormat.of().parseHex("00f80219" + "ff82123f"));
        assertThat(packed.content()).isInstanceOf(Content.Text.class);
        assertThat(packed.contentBytes()).isEqualTo(Bytes.utf8("123"));
        Node address = NodeDecoder.decode(HexFormat.of().parseHex("00f80219" + "fa0003"));
        assertThat(address.contentText()).isEqualTo("s.whatsapp.net");
    }

    @Test
    void reads254PackedCharacters() {
        String digits = "12".repeat(127);
        Node node = NodeDecoder.decode(HexFormat.of().parseHex("00f8031908ff7f" + digits));
        assertThat(node.text("id")).contains(digits);
    }

    @Test
    void invalidUtf8BecomesReplacementCharacters() {
        Node node = NodeDecoder.decode(HexFormat.of().parseHex("00f8031908fc0261c3"));
        assertThat(node.text("id")).contains("a\uFFFD");
    }

    @Test
    void everythingSurvivesTheRoundTrip() {
        RandomNodes nodes = new RandomNodes(3);
        for (int i = 0; i < 500; i++) {
            Node node = nodes.next();
            byte[] encoded = NodeEncoder.encode(node);
            Node decoded = NodeDecoder.decode(encoded);
            assertThat(decoded).isEqualTo(node);
            assertThat(NodeEncoder.encode(decoded)).isEqualTo(encoded);
            assertThat(NodeDecoder.decode(compressed(encoded))).isEqualTo(node);
        }
    }

    static byte[] compressed(byte[] encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Tags.FLAG_ZLIB);
        try (Deflater deflater = new Deflater();
                DeflaterOutputStream zlib = new DeflaterOutputStream(out, deflater)) {
            zlib.write(encoded, 1, encoded.length - 1);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
