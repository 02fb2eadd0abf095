// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.awaitMessage;
import static dev.switchboard.sandbox.Stanzas.enc;
import static dev.switchboard.sandbox.Stanzas.message;
import static dev.switchboard.sandbox.Stanzas.payload;
import static dev.switchboard.sandbox.Stanzas.receipt;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One-to-one messages and receipts between two companions of one account and one of another.
class MessagingIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion aliceToo;
    private TestCompanion bob;

    @BeforeEach
    void meet() {
        String phone = newPhone();
        alice = TestCompanion.ready(sandbox, phone);
        aliceToo = TestCompanion.ready(sandbox, phone);
        bob = TestCompanion.ready(sandbox, newPhone());
    }

    @AfterEach
    void part() {
        alice.close();
        aliceToo.close();
        bob.close();
    }

    @Test
    void deliversUnderTheNumberWithTheHiddenAddressBesideIt() {
        Node ack =
                sendAndAwaitAck(alice, message("M1", bob.pn().bare(), bob.pn()).build());
        assertThat(ack.requireJid("from")).isEqualTo(bob.pn().bare());
        assertThat(ack.number("t")).isPresent();
        Node copy = awaitMessage(bob, "M1");
        assertThat(copy.requireJid("from")).isEqualTo(alice.pn());
        assertThat(copy.requireJid("sender_lid")).isEqualTo(alice.lid().bare());
        assertThat(copy.has("sender_pn")).isFalse();
        assertThat(copy.has("recipient")).isFalse();
        assertThat(copy.has("offline")).isFalse();
        assertThat(copy.text("notify")).isPresent();
        assertThat(payload(copy)).isEqualTo(Bytes.utf8("M1 for " + bob.pn()));
    }

    @Test
    void deliversUnderTheHiddenAddressWithTheNumberBesideIt() {
        sendAndAwaitAck(alice, message("M2", bob.lid().bare(), bob.lid()).build());
        Node copy = awaitMessage(bob, "M2");
        assertThat(copy.requireJid("from")).isEqualTo(alice.lid());
        assertThat(copy.requireJid("sender_pn")).isEqualTo(alice.pn().bare());
        assertThat(copy.text("addressing_mode")).hasValue("lid");
    }

    @Test
    void reachesTheSameDeviceUnderEitherAddress() {
        sendAndAwaitAck(alice, message("M3", bob.pn().bare(), bob.lid()).build());
        assertThat(awaitMessage(bob, "M3").requireJid("from")).isEqualTo(alice.pn());
    }

    @Test
    void showsOwnDevicesTheChatAndNeverTheSendersOtherAddress() {
        sendAndAwaitAck(
                alice, message("M4", bob.pn().bare(), bob.pn(), aliceToo.pn()).build());
        Node copy = awaitMessage(aliceToo, "M4");
        assertThat(copy.requireJid("from")).isEqualTo(alice.pn());
        assertThat(copy.requireJid("recipient")).isEqualTo(bob.pn().bare());
        assertThat(copy.requireJid("peer_recipient_lid")).isEqualTo(bob.lid().bare());
        assertThat(copy.has("peer_recipient_pn")).isFalse();
        assertThat(copy.has("sender_lid")).isFalse();
        assertThat(copy.has("sender_pn")).isFalse();
        assertThat(payload(copy)).isEqualTo(Bytes.utf8("M4 for " + aliceToo.pn()));
    }

    @Test
    void showsOwnDevicesTheHiddenChatInItsOwnNamespace() {
        sendAndAwaitAck(
                alice,
                message("M5", bob.lid().bare(), bob.lid(), aliceToo.lid()).build());
        Node copy = awaitMessage(aliceToo, "M5");
        assertThat(copy.requireJid("from")).isEqualTo(alice.lid());
        assertThat(copy.requireJid("recipient")).isEqualTo(bob.lid().bare());
        assertThat(copy.requireJid("peer_recipient_pn")).isEqualTo(bob.pn().bare());
    }

    @Test
    void removesWhatIsNotForTheRecipientAndKeepsTheRest() {
        Node message = message("M6", bob.pn().bare())
                .attr("edit", "1")
                .attr("phash", "2:whatever")
                .child(Node.of("device-identity", Bytes.utf8("identity")))
                .child(Node.of("tctoken", Bytes.utf8("token")))
                .child(Node.builder("meta").attr("polltype", "vote"))
                .build();
        Node opening = Node.of(
                "participants",
                Node.builder("to")
                        .attr("jid", bob.pn())
                        .child(enc("pkmsg", "opens"))
                        .build(),
                Node.builder("to")
                        .attr("jid", aliceToo.pn())
                        .child(enc("goes on"))
                        .build());
        Node whole = message.toBuilder()
                .content(dev.switchboard.wire.node.Content.NONE)
                .child(opening)
                .children(message.children().stream()
                        .filter(child -> !child.hasTag("participants"))
                        .toList())
                .build();
        sendAndAwaitAck(alice, whole);
        Node copy = awaitMessage(bob, "M6");
        assertThat(copy.text("edit")).hasValue("1");
        assertThat(copy.has("phash")).isFalse();
        assertThat(copy.children()).extracting(Node::tag).containsExactly("enc", "device-identity", "meta");
        assertThat(awaitMessage(aliceToo, "M6").children())
                .extracting(Node::tag)
                .containsExactly("enc", "meta");
    }

    @Test
    void namesTheRightSetWhenTheSenderMissedADevice() {
        Jid bobPhone = bob.pn().bare();
        Jid alicePhone = alice.pn().bare();
        Node incomplete = sendAndAwaitAck(
                alice, message("M7", bobPhone, bob.pn(), bobPhone, alicePhone).build());
        assertThat(incomplete.text("phash"))
                .hasValue(DeviceListHash.of(List.of(bobPhone, bob.pn(), alicePhone, alice.pn(), aliceToo.pn())));
        Node complete = sendAndAwaitAck(
                alice,
                message("M8", bobPhone, bob.pn(), bobPhone, alicePhone, aliceToo.pn())
                        .build());
        assertThat(complete.has("phash")).isFalse();
    }

    @Test
    void refusesAnUnknownRecipient() {
        Node ack = sendAndAwaitAck(alice, message("M9", Jid.pn("15550000000")).build());
        assertThat(ack.text("error")).hasValue("404");
    }

    @Test
    void refusesAHiddenUserOnTheServerOfNumbers() {
        Jid wrong = Jid.pn(bob.lid().user(), 1);
        Node ack = sendAndAwaitAck(
                alice, message("M10", bob.pn().bare(), bob.pn(), wrong).build());
        assertThat(ack.text("error")).hasValue("479");
        assertThat(bob.client().settled()).noneMatch(node -> node.hasText("id", "M10"));
    }

    @Test
    void deliversTheVerySameCopyOnce() {
        Node message = message("M11", bob.pn().bare(), bob.pn()).build();
        sendAndAwaitAck(alice, message);
        awaitMessage(bob, "M11");
        sendAndAwaitAck(alice, message);
        assertThat(bob.client().settled()).noneMatch(node -> node.hasText("id", "M11"));
    }

    @Test
    void deliversANewCiphertextUnderTheSameId() {
        sendAndAwaitAck(alice, message("M12", bob.pn().bare(), bob.pn()).build());
        awaitMessage(bob, "M12");
        Node again = Node.builder("message")
                .attr("id", "M12")
                .attr("to", bob.pn())
                .attr("type", "text")
                .attr("device_fanout", "false")
                .child(enc("once more"))
                .build();
        sendAndAwaitAck(alice, again);
        assertThat(payload(awaitMessage(bob, "M12"))).isEqualTo(Bytes.utf8("once more"));
    }

    @Test
    void deliversADirectCiphertextToAllDevicesOfABareAddress() {
        Node direct = Node.builder("message")
                .attr("id", "M13")
                .attr("to", alice.pn().bare())
                .attr("type", "text")
                .child(enc("to all"))
                .build();
        sendAndAwaitAck(bob, direct);
        awaitMessage(alice, "M13");
        awaitMessage(aliceToo, "M13");
    }

    @Test
    void deliversADirectCiphertextToTheExactDevice() {
        Node direct = Node.builder("message")
                .attr("id", "M14")
                .attr("to", aliceToo.pn())
                .attr("type", "text")
                .child(enc("to one"))
                .build();
        Node ack = sendAndAwaitAck(bob, direct);
        assertThat(ack.requireJid("from")).isEqualTo(aliceToo.pn());
        awaitMessage(aliceToo, "M14");
        assertThat(alice.client().settled()).noneMatch(node -> node.hasText("id", "M14"));
    }

    @Test
    void acknowledgesABlockedSenderAndDeliversNothing() {
        Node block = Iq.set("b1", "blocklist")
                .child(Node.builder("item")
                        .attr("action", "block")
                        .attr("jid", alice.lid().bare()))
                .build();
        Node list = bob.client().ask(block);
        assertThat(list.requireChild("list").requireChild("item").requireJid("jid"))
                .isEqualTo(alice.lid().bare());
        Node ack =
                sendAndAwaitAck(alice, message("M15", bob.pn().bare(), bob.pn()).build());
        assertThat(ack.has("error")).isFalse();
        assertThat(bob.client().settled()).noneMatch(node -> node.hasText("id", "M15"));
    }

    @Test
    void keepsTheOrderOfOneSender() {
        for (int i = 0; i < 50; i++) {
            alice.client().send(message("S" + i, bob.pn().bare(), bob.pn()).build());
        }
        awaitMessageWithoutTaking("S49");
        List<String> ids = bob.client().received().stream()
                .filter(node -> node.hasTag("message"))
                .map(node -> node.requireText("id"))
                .toList();
        assertThat(ids).hasSize(50);
        assertThat(ids.getFirst()).isEqualTo("S0");
        assertThat(ids.getLast()).isEqualTo("S49");
        assertThat(ids)
                .isSortedAccordingTo((one, other) ->
                        Integer.compare(Integer.parseInt(one.substring(1)), Integer.parseInt(other.substring(1))));
    }

    private void awaitMessageWithoutTaking(String id) {
        sendAndAwaitAck(alice, message("END", bob.pn().bare(), bob.pn()).build());
        awaitMessage(bob, "END");
        assertThat(bob.client().received()).anyMatch(node -> node.hasText("id", id));
    }

    @Test
    void forwardsADeliveryReceiptToAllDevicesOfTheAuthor() {
        sendAndAwaitAck(alice, message("R1", bob.pn().bare(), bob.pn()).build());
        awaitMessage(bob, "R1");
        Node ack = sendAndAwaitAck(bob, receipt("R1", alice.pn(), ""));
        assertThat(ack.requireJid("from")).isEqualTo(alice.pn());
        for (TestCompanion author : List.of(alice, aliceToo)) {
            Node receipt = author.client().await("receipt");
            assertThat(receipt.requireText("id")).isEqualTo("R1");
            assertThat(receipt.requireJid("from")).isEqualTo(bob.pn());
            assertThat(receipt.has("type")).isFalse();
            assertThat(receipt.number("t")).isPresent();
        }
    }

    @Test
    void forwardsReadReceiptsAlsoToTheReadersOwnDevices() {
        Node read = receipt("R2", bob.lid().bare(), "read").toBuilder()
                .child(Node.of("list", Node.builder("item").attr("id", "R3").build()))
                .build();
        sendAndAwaitAck(alice, read);
        Node seen = bob.client().await("receipt");
        assertThat(seen.requireJid("from")).isEqualTo(alice.lid());
        assertThat(seen.requireChild("list").requireChild("item").text("id")).hasValue("R3");
        Node own = aliceToo.client().await("receipt");
        assertThat(own.requireJid("recipient")).isEqualTo(bob.lid().bare());
        assertThat(own.requireJid("from")).isEqualTo(alice.lid());
    }

    @Test
    void keepsPrivateReceiptsAmongOwnDevices() {
        sendAndAwaitAck(alice, receipt("R4", bob.pn().bare(), "read-self"));
        assertThat(aliceToo.client().await("receipt").text("type")).hasValue("read-self");
        assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("receipt"));
    }

    @Test
    void sendsARetryReceiptToTheExactDeviceWithAllItHolds() {
        Node retry = Node.builder("receipt")
                .attr("id", "R5")
                .attr("to", aliceToo.pn())
                .attr("type", "retry")
                .child(Node.builder("retry").attr("count", 1).attr("id", "R5").attr("v", 1))
                .child(Node.of("registration", Bytes.fromHex("00000001")))
                .build();
        sendAndAwaitAck(bob, retry);
        Node received = aliceToo.client().await("receipt");
        assertThat(received.requireJid("from")).isEqualTo(bob.pn());
        assertThat(received.children()).isEqualTo(retry.children());
        assertThat(alice.client().settled()).noneMatch(node -> node.hasTag("receipt"));
    }

    @Test
    void refusesAMessageByFault() {
        set(FaultKind.MESSAGE_ERROR, alice, Map.of("code", "463"));
        Node ack =
                sendAndAwaitAck(alice, message("F1", bob.pn().bare(), bob.pn()).build());
        assertThat(ack.text("error")).hasValue("463");
        assertThat(bob.client().settled()).noneMatch(node -> node.hasText("id", "F1"));
    }

    @Test
    void losesDamagesAndDoublesCopiesByFault() {
        set(FaultKind.MESSAGE_LOSE, bob, Map.of());
        sendAndAwaitAck(alice, message("F2", bob.pn().bare(), bob.pn()).build());
        set(FaultKind.MESSAGE_CORRUPT, bob, Map.of());
        sendAndAwaitAck(alice, message("F3", bob.pn().bare(), bob.pn()).build());
        set(FaultKind.MESSAGE_TWICE, bob, Map.of());
        sendAndAwaitAck(alice, message("F4", bob.pn().bare(), bob.pn()).build());
        List<Node> messages = bob.client().settled().stream()
                .filter(node -> node.hasTag("message"))
                .toList();
        assertThat(messages).extracting(node -> node.requireText("id")).containsExactly("F3", "F4", "F4");
        assertThat(payload(messages.getFirst())).isNotEqualTo(Bytes.utf8("F3 for " + bob.pn()));
    }

    private void set(FaultKind kind, TestCompanion companion, Map<String, String> params) {
        FaultTarget target =
                FaultTarget.device(companion.pn().user(), companion.pn().device());
        sandbox.faults().set(new FaultDefinition(kind, target, 1, null, params));
    }

    @Test
    void deliversAStatusToTheDevicesNamedWithTheCommonCiphertextLast() {
        Node status = Node.builder("message")
                .attr("id", "ST1")
                .attr("to", Jid.STATUS)
                .attr("type", "text")
                .child(Node.of(
                        "participants",
                        Node.builder("to")
                                .attr("jid", bob.lid())
                                .child(enc("pkmsg", "key"))
                                .build()))
                .child(enc("skmsg", "post"))
                .build();
        Node ack = sendAndAwaitAck(alice, status);
        assertThat(ack.requireJid("from")).isEqualTo(Jid.STATUS);
        Node copy = awaitMessage(bob, "ST1");
        assertThat(copy.requireJid("from")).isEqualTo(Jid.STATUS);
        assertThat(copy.requireJid("participant")).isEqualTo(alice.lid());
        assertThat(copy.requireJid("participant_pn")).isEqualTo(alice.pn().bare());
        assertThat(copy.children("enc"))
                .extracting(node -> node.requireText("type"))
                .containsExactly("pkmsg", "skmsg");
    }

    @Test
    void acknowledgesAMalformedMessageWithAnError() {
        Node malformed = Node.builder("message")
                .attr("id", "X1")
                .attr("to", bob.pn().bare())
                .child(Node.of(
                        "participants",
                        Node.builder("to").attr("jid", "no address at all").build()))
                .build();
        assertThat(sendAndAwaitAck(alice, malformed).text("error")).hasValue("400");
    }
}
