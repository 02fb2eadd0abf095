// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.checker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.switchboard.sandbox.watch.Direction;
import dev.switchboard.sandbox.watch.LoggedStanza;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.proto.ADVSignedDeviceIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StanzaRecorderTest {

    private static final String ANN = "15550100001";
    private static final String BOB = "15550100002";
    private static final String BOBS_LID = "900000000000002";
    private static final Jid GROUP = Jid.group("120363000000000001");

    private static final Bytes IDENTITY = Bytes.copyOf(ADVSignedDeviceIdentity.newBuilder()
            .setDetails(ByteString.copyFromUtf8("details"))
            .setAccountSignature(ByteString.copyFrom(new byte[64]))
            .setDeviceSignature(ByteString.copyFrom(new byte[64]))
            .build()
            .toByteArray());

    private final StanzaRecorder recorder = new StanzaRecorder();

    @BeforeEach
    void populate() {
        recorder.population().account(Jid.pn(ANN), Jid.lid("900000000000001"));
        recorder.population().account(Jid.pn(BOB), Jid.lid(BOBS_LID));
    }

    @Test
    void findsNothingWrongWithAnOrdinaryMessage() {
        assertThat(judge(message(Jid.pn(BOB))
                        .child(participants(to(Jid.pn(BOB), "pkmsg"), to(Jid.lid(BOBS_LID, 1), "msg")))
                        .child(Node.of("device-identity", IDENTITY))))
                .isEmpty();
        assertThat(recorder.rulesBroken()).isZero();
    }

    @Test
    void namesAMissingDeviceIdentity() {
        assertThat(judge(message(Jid.pn(BOB)).child(participants(to(Jid.pn(BOB), "pkmsg")))))
                .contains("missing-device-identity");
        assertThat(recorder.rulesBroken()).isEqualTo(1);
        assertThat(judge(
                        1,
                        0,
                        message(Jid.pn(BOB))
                                .child(participants(to(Jid.pn(BOB), "pkmsg")))
                                .build()))
                .as("a phone has none")
                .isEmpty();
    }

    @Test
    void namesAMisplacedUser() {
        assertThat(judge(message(Jid.pn(BOBS_LID)).child(enc("msg")))).contains("lid-user-with-pn-server");
        assertThat(judge(message(Jid.pn(BOB)).child(participants(to(Jid.lid(BOB, 1), "msg")))))
                .contains("lid-user-with-pn-server");
    }

    @Test
    void namesAStaleDevice() {
        recorder.population().removed(Jid.pn(BOB), 3);

        assertThat(judge(message(Jid.pn(BOB)).child(participants(to(Jid.lid(BOBS_LID, 3), "msg")))))
                .contains("stale-device");
        assertThat(judge(message(Jid.pn(BOB)).child(participants(to(Jid.lid(BOBS_LID, 4), "msg")))))
                .isEmpty();
    }

    @Test
    void namesADeviceAddressedTwiceAndMixedAddressing() {
        assertThat(judge(message(Jid.pn(BOB))
                        .child(participants(to(Jid.pn(BOB, 1), "msg"), to(Jid.pn(BOB, 1), "msg")))))
                .contains("duplicate-participant");
        assertThat(judge(message(GROUP)
                        .child(participants(to(Jid.pn(BOB, 1), "msg"), to(Jid.lid(BOBS_LID, 2), "msg")))))
                .contains("mixed-addressing");
    }

    @Test
    void namesAGroupCiphertextThatNothingUnlocks() {
        assertThat(judge(message(GROUP).child(enc("skmsg")))).contains("skmsg-before-enc");
        assertThat(judge(message(GROUP)
                        .child(participants(to(Jid.pn(BOB), "msg")))
                        .child(enc("skmsg"))))
                .isEmpty();
        assertThat(judge(message(GROUP).child(enc("skmsg"))))
                .as("unlocked before")
                .isEmpty();
        assertThat(judge(message(GROUP).child(enc("skmsg")).child(enc("msg")))).contains("skmsg-before-enc");
    }

    @Test
    void namesCiphertextsThatAreNone() {
        assertThat(judge(message(Jid.pn(BOB)).child(enc("psmsg")))).contains("malformed-enc");
        assertThat(judge(message(Jid.pn(BOB))
                        .child(Node.builder("enc")
                                .attr("v", 2)
                                .attr("type", "msg")
                                .build())))
                .contains("malformed-enc");
    }

    @Test
    void namesATokenOnAPeerMessage() {
        assertThat(judge(message(Jid.pn(ANN))
                        .attr("category", "peer")
                        .child(enc("msg"))
                        .child(Node.of("tctoken", Bytes.of((byte) 1)))))
                .contains("token-on-peer-message");
    }

    @Test
    void namesReceiptsForMessagesTheAccountNeverHad() {
        recorder.note(new LoggedStanza(
                Instant.EPOCH,
                ANN,
                1,
                Direction.OUT,
                message(Jid.pn(ANN)).attr("id", "KNOWN").build(),
                Optional.empty()));

        assertThat(judge(receipt("KNOWN", ""))).isEmpty();
        assertThat(judge(receipt("UNKNOWN", "read"))).contains("receipt-for-unknown-id");
        assertThat(judge(receipt("KNOWN", "readd"))).contains("unknown-receipt-type");
        assertThat(judge(receipt("KNOWN", "retry"))).contains("malformed-retry");
        recorder.restored(ANN);
        assertThat(judge(receipt("UNKNOWN", "read")))
                .as("it may be from before")
                .isEmpty();
    }

    @Test
    void namesIdsAndKeysThatCannotBe() {
        assertThat(judge(Node.builder("message").attr("to", Jid.pn(BOB)))).contains("malformed-id");
        assertThat(judge(Node.builder("receipt").attr("id", "a b").attr("to", Jid.pn(BOB))))
                .contains("malformed-id");
        assertThat(judge(Node.builder("message").attr("id", "M").attr("to", "x@nowhere")))
                .contains("malformed-jid");
        assertThat(judge(upload("000001", "000002"))).isEmpty();
        assertThat(judge(upload("000001", "000001"))).contains("malformed-pre-keys");
        assertThat(judge(upload("000000"))).contains("malformed-pre-keys");
    }

    @Test
    void keepsTheServersOwnVerdict() {
        LoggedStanza refused = new LoggedStanza(
                Instant.EPOCH, ANN, 1, Direction.IN, Node.of("iq"), Optional.of(Rule.REFUSED_BY_SERVER.key()));
        recorder.note(refused);

        assertThat(recorder.latest(Optional.empty(), 10)).containsExactly(refused);
        assertThat(recorder.rulesBroken()).isEqualTo(1);
    }

    @Test
    void showsTheLatestOfAnAccountNewestLast() {
        for (int i = 0; i < 5; i++) {
            note(i % 2 == 0 ? ANN : BOB, Node.builder("presence").attr("n", i).build());
        }

        assertThat(recorder.latest(Optional.of(ANN), 2))
                .extracting(StanzaRecorderTest::number)
                .containsExactly(2L, 4L);
        assertThat(recorder.latest(Optional.empty(), 3))
                .extracting(StanzaRecorderTest::number)
                .containsExactly(2L, 3L, 4L);
        recorder.clear();
        assertThat(recorder.latest(Optional.empty(), 3)).isEmpty();
    }

    @Test
    void forgetsTheOldestWhenStanzasAreMany() {
        Bytes large = Bytes.copyOf(new byte[1 << 20]);
        for (int i = 0; i < 100; i++) {
            note(ANN, Node.builder("ib").attr("n", i).bytes(large).build());
        }
        assertThat(recorder.latest(Optional.empty(), 100)).hasSizeLessThan(40).hasSizeGreaterThan(20);

        recorder.clear();
        for (int i = 0; i < 10_010; i++) {
            note(ANN, Node.builder("ib").attr("n", i).build());
        }
        List<LoggedStanza> kept = recorder.latest(Optional.empty(), 100_000);
        assertThat(kept).hasSize(10_000);
        assertThat(number(kept.getLast())).isEqualTo(10_009);
    }

    private void delivered(Node stanza) {
        recorder.note(new LoggedStanza(Instant.EPOCH, ANN, 1, Direction.OUT, stanza, Optional.empty()));
    }

    @Test
    void namesStanzasOfAKindOrShapeThatClientsDoNotSend() {
        assertThat(judge(Node.builder("success"))).contains("unknown-stanza");
        assertThat(judge(Node.builder("iq").attr("id", "1").attr("type", "get")))
                .contains("malformed-iq");
        assertThat(judge(Node.builder("iq").attr("id", "1").attr("type", "ask").attr("xmlns", "w:p")))
                .contains("malformed-iq");
        assertThat(judge(Node.builder("presence").attr("type", "busy"))).contains("malformed-presence");
        assertThat(judge(Node.builder("presence").attr("type", "subscribe"))).contains("malformed-presence");
        assertThat(judge(Node.builder("presence").attr("name", "Ann"))).isEmpty();
        assertThat(judge(Node.builder("chatstate").attr("to", Jid.pn(BOB)))).contains("malformed-chatstate");
        assertThat(judge(Node.builder("chatstate").attr("to", Jid.pn(BOB)).child(Node.of("paused"))))
                .isEmpty();
        assertThat(judge(Node.builder("call")
                        .attr("id", "1")
                        .attr("to", Jid.pn(BOB))
                        .child(Node.of("reject"))))
                .contains("malformed-call");
    }

    @Test
    void namesAnswersAndAcknowledgementsOfNothing() {
        Node result = Node.builder("iq").attr("id", "s1").attr("type", "result").build();
        assertThat(judge(1, 1, result)).contains("answer-to-nothing");
        delivered(Node.builder("iq")
                .attr("id", "s1")
                .attr("type", "get")
                .attr("xmlns", "urn:xmpp:ping")
                .build());
        assertThat(judge(1, 1, result)).isEmpty();
        NodeBuilder ack = Node.builder("ack").attr("id", "n1").attr("to", Jid.SERVER);
        assertThat(judge(ack)).contains("malformed-ack");
        assertThat(judge(ack.attr("class", "notification"))).contains("ack-for-unknown-id");
        delivered(Node.builder("notification").attr("id", "n1").build());
        assertThat(judge(ack)).isEmpty();
        recorder.restored(ANN);
        assertThat(judge(ack.attr("id", "n2"))).isEmpty();
    }

    @Test
    void namesMessagesThatSayNothingOrTheWrongThing() {
        assertThat(judge(Node.builder("message")
                        .attr("to", Jid.pn(BOB))
                        .attr("id", "1")
                        .child(enc("msg"))))
                .contains("missing-type");
        assertThat(judge(message(Jid.pn(BOB)))).contains("empty-message");
        assertThat(judge(message(Jid.pn(BOB)).attr("edit", "9").child(enc("msg"))))
                .contains("unknown-edit");
        assertThat(judge(message(Jid.pn(BOB)).child(Node.of("plaintext")))).contains("wrong-secrecy");
        assertThat(judge(message(Jid.parse("120363000000000009@newsletter")).child(enc("msg"))))
                .contains("wrong-secrecy");
        assertThat(judge(message(GROUP).child(enc("skmsg")).child(Node.of("tctoken"))))
                .contains("token-out-of-place");
        assertThat(judge(
                        message(Jid.pn(BOB)).child(enc("pkmsg")).child(Node.of("device-identity", Bytes.of((byte) 1)))))
                .contains("malformed-device-identity");
    }

    @Test
    void namesCopiesThatShouldNotBe() {
        recorder.population().account(Jid.pn("15550100003"), Jid.lid("900000000000003"));
        assertThat(judge(message(Jid.pn(BOB)).child(participants(to(Jid.pn("15550100003"), "msg")))))
                .contains("foreign-participant");
        assertThat(judge(message(Jid.pn(BOB)).child(participants(to(Jid.pn(ANN, 1), "msg")))))
                .contains("copy-to-itself");
        assertThat(judge(message(Jid.pn(BOB)).child(participants(to(Jid.pn(ANN, 2), "msg")))))
                .isEmpty();
        assertThat(judge(message(Jid.pn(BOB)).attr("category", "peer").child(enc("msg"))))
                .contains("peer-message-to-others");
    }

    @Test
    void namesWhatTheServerCouldNotMakeSenseOf() {
        Node query = Node.builder("iq")
                .attr("id", "1")
                .attr("type", "set")
                .attr("xmlns", "privacy")
                .build();
        assertThat(judge(1, 1, query)).isEmpty();
        recorder.refused(ANN, 1, query);
        assertThat(recorder.latest(Optional.empty(), 1).getLast().rule()).contains("refused-by-server");
        assertThat(recorder.rulesBroken()).isEqualTo(1);
    }

    private void note(String account, Node stanza) {
        recorder.note(new LoggedStanza(Instant.EPOCH, account, 1, Direction.IN, stanza, Optional.empty()));
    }

    private Optional<String> judge(NodeBuilder stanza) {
        return judge(1, 1, stanza.build());
    }

    private Optional<String> judge(int count, int device, Node stanza) {
        recorder.note(new LoggedStanza(Instant.EPOCH, ANN, device, Direction.IN, stanza, Optional.empty()));
        return recorder.latest(Optional.empty(), count).getLast().rule();
    }

    private static long number(LoggedStanza stanza) {
        return stanza.stanza().requireNumber("n");
    }

    private static NodeBuilder message(Jid to) {
        return Node.builder("message").attr("to", to).attr("id", "3EB0AA").attr("type", "text");
    }

    private static NodeBuilder receipt(String id, String type) {
        NodeBuilder receipt = Node.builder("receipt").attr("id", id).attr("to", Jid.pn(BOB));
        return type.isEmpty() ? receipt : receipt.attr("type", type);
    }

    private static Node participants(Node... to) {
        return Node.of("participants", to);
    }

    private static Node to(Jid device, String type) {
        return Node.builder("to").attr("jid", device).child(enc(type)).build();
    }

    private static Node enc(String type) {
        return Node.builder("enc")
                .attr("v", 2)
                .attr("type", type)
                .bytes(Bytes.of((byte) 1))
                .build();
    }

    private static NodeBuilder upload(String... ids) {
        NodeBuilder list = Node.builder("list");
        for (String id : ids) {
            list.child(Node.of("key", Node.of("id", Bytes.fromHex(id)), Node.of("value", Bytes.copyOf(new byte[32]))));
        }
        return Node.builder("iq")
                .attr("id", "1")
                .attr("type", "set")
                .attr("xmlns", "encrypt")
                .child(list);
    }
}
