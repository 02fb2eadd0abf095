// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.Recovery;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeTest {

    private static final Jid ALICE = Jid.pn("15551234567", 3);

    private static final Node MESSAGE = Node.builder("message")
            .attr("id", "3EB0")
            .attr("from", ALICE)
            .attr("participant", "15557654321@s.whatsapp.net")
            .attr("recipient", "")
            .attr("t", 1_780_000_000L)
            .attr("offline", true)
            .attrIfPresent("notify", Optional.of("Al"))
            .attrIfPresent("edit", Optional.empty())
            .jidIfPresent("sender_lid", Optional.empty())
            .child(Node.builder("enc").attr("v", 2).bytes(new byte[] {1, 2}))
            .child(Node.of("enc"))
            .childIfPresent(Optional.of(Node.of("meta", Node.of("inner", Bytes.utf8("x")))))
            .build();

    @Test
    void readsAttributes() {
        assertThat(MESSAGE.text("id")).contains("3EB0");
        assertThat(MESSAGE.requireText("from")).isEqualTo("15551234567:3@s.whatsapp.net");
        assertThat(MESSAGE.jid("from")).contains(ALICE);
        assertThat(MESSAGE.requireJid("participant")).isEqualTo(Jid.pn("15557654321"));
        assertThat(MESSAGE.jid("recipient")).isEmpty();
        assertThat(MESSAGE.jid("absent")).isEmpty();
        assertThat(MESSAGE.number("t")).hasValue(1_780_000_000L);
        assertThat(MESSAGE.number("recipient")).isEmpty();
        assertThat(MESSAGE.hasText("offline", "true")).isTrue();
        assertThat(MESSAGE.hasText("offline", "false")).isFalse();
        assertThat(MESSAGE.has("notify")).isTrue();
        assertThat(MESSAGE.has("edit")).isFalse();
        assertThat(MESSAGE.has("sender_lid")).isFalse();
    }

    @Test
    void requiredReadersNameWhatIsMissingButNoValue() {
        assertThatExceptionOfType(MalformedNode.class)
                .isThrownBy(() -> MESSAGE.requireText("class"))
                .withMessage("attribute class of <message>: absent (expected: a value)")
                .satisfies(e -> assertThat(e.recovery()).isEqualTo(Recovery.RECONNECT));
        assertThatExceptionOfType(MalformedNode.class).isThrownBy(() -> MESSAGE.requireJid("to"));
        assertThatExceptionOfType(MalformedNode.class).isThrownBy(() -> MESSAGE.requireNumber("count"));
        assertThatExceptionOfType(MalformedNode.class).isThrownBy(() -> MESSAGE.requireChild("participants"));
        assertThatExceptionOfType(MalformedNode.class).isThrownBy(() -> MESSAGE.number("id"));
        assertThatExceptionOfType(MalformedNode.class)
                .isThrownBy(() -> MESSAGE.jid("id"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("3EB0"));
    }

    @Test
    void readsChildren() {
        assertThat(MESSAGE.child("enc").orElseThrow().contentBytes()).isEqualTo(Bytes.fromHex("0102"));
        assertThat(MESSAGE.children("enc")).hasSize(2);
        assertThat(MESSAGE.children()).hasSize(3);
        assertThat(MESSAGE.hasChild("meta")).isTrue();
        assertThat(MESSAGE.hasChild("inner")).isFalse();
        assertThat(MESSAGE.descendant("meta", "inner").map(Node::contentText)).contains("x");
        assertThat(MESSAGE.descendant("meta", "none", "inner")).isEmpty();
        assertThat(Node.of("x", Bytes.EMPTY).children()).isEmpty();
    }

    @Test
    void readsContentOfExactSize() {
        Node id = Node.of("id", Bytes.fromHex("000001"));
        assertThat(id.requireContentBytes(3)).isEqualTo(Bytes.fromHex("000001"));
        assertThatExceptionOfType(MalformedNode.class).isThrownBy(() -> id.requireContentBytes(4));
    }

    @Test
    void orderOfAttributesPlaysNoPart() {
        Node ab = Node.builder("x").attr("a", 1).attr("b", 2).build();
        Node ba = Node.builder("x").attr("b", 2).attr("a", 1).build();
        assertThat(ab).isEqualTo(ba).hasSameHashCodeAs(ba);
        assertThat(ab).isNotEqualTo(Node.builder("x").attr("a", 1).attr("b", 3).build());
        assertThat(ab).isNotEqualTo(Node.builder("x").attr("a", 1).build());
    }

    @Test
    void addressAndItsTextAreDifferentValues() {
        assertThat(Value.of(ALICE)).isNotEqualTo(Value.of(ALICE.toString()));
        assertThat(Value.of(ALICE).asText())
                .isEqualTo(Value.of(ALICE.toString()).asText());
    }

    @Test
    void builderReplacesAttributesAndContinuesNodes() {
        Node changed = MESSAGE.toBuilder()
                .attr("id", "NEW")
                .children(List.of(Node.of("extra")))
                .build();
        assertThat(changed.text("id")).contains("NEW");
        assertThat(changed.attributes().size()).isEqualTo(MESSAGE.attributes().size());
        assertThat(changed.children()).hasSize(4);
        assertThat(MESSAGE.children()).hasSize(3);
        assertThat(changed.toBuilder().utf8("text").build().contentText()).isEqualTo("text");
        assertThat(Node.of("x", Bytes.EMPTY).toBuilder()
                        .child(Node.of("y"))
                        .build()
                        .children())
                .hasSize(1);
        assertThat(Node.of("x", Bytes.of((byte) 1)).toBuilder().build()).isEqualTo(Node.of("x", Bytes.of((byte) 1)));
    }

    @Test
    void builderCanGoOnAfterBuild() {
        NodeBuilder builder = Node.builder("x").attr("a", 1).child(Node.of("y"));
        Node first = builder.build();
        Node second = builder.attr("b", 2).child(Node.of("z")).build();
        assertThat(first.attributes().size()).isEqualTo(1);
        assertThat(first.children()).hasSize(1);
        assertThat(second.children()).hasSize(2);
    }

    @Test
    void refusesEmptyTag() {
        assertThatExceptionOfType(MalformedNode.class).isThrownBy(() -> Node.of(""));
    }

    @Test
    void textFormKeepsValuesPrivate() {
        assertThat(MESSAGE.toString()).contains("message", "participant").doesNotContain("1555", "3EB0");
    }

    @Test
    void printsLikeXmlWithoutContent() {
        assertThat(NodeText.print(MESSAGE)).isEqualTo("""
                        <message id="3EB0" from="15551234567:3@s.whatsapp.net" participant="15557654321@s.whatsapp.net" recipient="" t="1780000000" offline="true" notify="Al">
                          <enc v="2"><!-- 2 bytes --></enc>
                          <enc/>
                          <meta>
                            <inner><!-- 1 byte --></inner>
                          </meta>
                        </message>""");
        assertThat(NodeText.print(Node.builder("a").attr("b", "<\"&\n\u0001é").build()))
                .isEqualTo("<a b=\"&lt;&quot;&amp;&#10;&#1;é\"/>");
        assertThat(NodeText.print(Node.builder("a").children(List.of()).build()))
                .isEqualTo("<a></a>");
        assertThat(NodeText.print(
                        Node.builder("a").content(new Content.Text("secret")).build()))
                .isEqualTo("<a><!-- 6 characters --></a>");
    }

    @Test
    void masksPeopleForLogs() {
        assertThat(NodeText.printMasked(MESSAGE))
                .startsWith("<message id=\"3EB0\" from=\"*4567:3@s.whatsapp.net\" participant=\"(26)\"")
                .doesNotContain("1555", "Al");
        Node group = Node.builder("iq")
                .attr("to", Jid.group("120363041234567890"))
                .attr("from", Jid.SERVER)
                .attr("status", Jid.STATUS)
                .attr("short", Jid.pn("123"))
                .build();
        assertThat(NodeText.printMasked(group))
                .isEqualTo(
                        "<iq to=\"*7890@g.us\" from=\"s.whatsapp.net\" status=\"status@broadcast\" short=\"*@s.whatsapp.net\"/>");
    }
}
