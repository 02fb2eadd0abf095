// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.GroupStanzas.awaitChange;
import static dev.switchboard.sandbox.GroupStanzas.change;
import static dev.switchboard.sandbox.GroupStanzas.create;
import static dev.switchboard.sandbox.GroupStanzas.message;
import static dev.switchboard.sandbox.GroupStanzas.people;
import static dev.switchboard.sandbox.GroupStanzas.set;
import static dev.switchboard.sandbox.Stanzas.ack;
import static dev.switchboard.sandbox.Stanzas.awaitMessage;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages, receipts and chat states in a group of Alice (two companions) and Bob; Carol is outside.
class GroupMessagesIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion aliceToo;
    private TestCompanion bob;
    private TestCompanion carol;
    private Jid group;

    @BeforeEach
    void meet() {
        String phone = newPhone();
        alice = TestCompanion.ready(sandbox, phone);
        aliceToo = TestCompanion.ready(sandbox, phone);
        bob = TestCompanion.ready(sandbox, newPhone());
        carol = TestCompanion.ready(sandbox, newPhone());
        group = create(alice, "Chess", bob.pn().bare());
        for (TestCompanion member : List.of(alice, aliceToo, bob)) {
            member.client().send(ack(awaitChange(member, group, "create")));
        }
    }

    @AfterEach
    void part() {
        alice.close();
        aliceToo.close();
        bob.close();
        carol.close();
    }

    @Test
    void deliversTheKeyBeforeTheMessageInOneStanza() {
        Node sent = message("M1", group, aliceToo.lid(), bob.lid())
                .attr("phash", "2:x")
                .build();
        Node ack = sendAndAwaitAck(alice, sent);
        assertThat(ack.requireJid("from")).isEqualTo(group);
        for (TestCompanion reader : List.of(aliceToo, bob)) {
            Node copy = awaitMessage(reader, "M1");
            assertThat(copy.requireJid("from")).isEqualTo(group);
            assertThat(copy.requireJid("participant")).isEqualTo(alice.lid());
            assertThat(copy.requireJid("participant_pn")).isEqualTo(alice.pn().bare());
            assertThat(copy.text("addressing_mode")).hasValue("lid");
            assertThat(copy.has("phash")).isFalse();
            assertThat(copy.children("enc"))
                    .extracting(enc -> enc.requireText("type"), Node::contentBytes)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("msg", Bytes.utf8("key for " + reader.lid())),
                            org.assertj.core.groups.Tuple.tuple("skmsg", Bytes.utf8("common M1")));
        }
    }

    @Test
    void deliversTheMessageAloneToWhoHasTheKey() {
        sendAndAwaitAck(alice, message("M2", group).build());
        assertThat(awaitMessage(bob, "M2").children("enc"))
                .extracting(enc -> enc.requireText("type"))
                .containsExactly("skmsg");
        assertThat(awaitMessage(aliceToo, "M2").children("enc")).hasSize(1);
    }

    @Test
    void reachesEveryMemberDeviceUnderEitherAddressAndNobodyElse() {
        sendAndAwaitAck(alice, message("M3", group, bob.pn(), carol.lid()).build());
        assertThat(awaitMessage(bob, "M3").children("enc")).hasSize(2);
        carol.client().settled();
        assertThat(carol.client().received()).noneMatch(node -> node.hasTag("message"));
        alice.client().settled();
        assertThat(alice.client().received()).noneMatch(node -> node.hasTag("message"));
    }

    @Test
    void refusesWhoIsNoMemberAndWhatIsNoGroup() {
        assertThat(sendAndAwaitAck(carol, message("M4", group).build()).text("error"))
                .hasValue("403");
        assertThat(sendAndAwaitAck(
                                alice,
                                message("M5", Jid.group("120363000000000000")).build())
                        .text("error"))
                .hasValue("404");
    }

    @Test
    void letsOnlyAdminsWriteWhereOnlyAnnouncementsAreMade() {
        set(alice, group, Node.of("announcement"));
        assertThat(sendAndAwaitAck(bob, message("M6", group).build()).text("error"))
                .hasValue("403");
        assertThat(sendAndAwaitAck(alice, message("M7", group).build()).has("error"))
                .isFalse();
    }

    @Test
    void sendsNothingToWhoWasRemoved() {
        sendAndAwaitAck(alice, message("M8", group).build());
        set(alice, group, people("remove", bob.pn().bare()));
        sendAndAwaitAck(alice, message("M9", group).build());
        sendAndAwaitAck(aliceToo, message("M10", group, bob.lid()).build());
        awaitChange(bob, group, "remove");
        bob.client().settled();
        assertThat(bob.client().received())
                .filteredOn(node -> node.hasTag("message"))
                .extracting(node -> node.requireText("id"))
                .doesNotContain("M9", "M10");
    }

    @Test
    void keepsTheOrderOfMessagesAndChangesForWhoIsAway() {
        leave(bob);
        sendAndAwaitAck(alice, message("M11", group, bob.lid()).build());
        set(alice, group, people("add", carol.pn().bare()));
        sendAndAwaitAck(alice, message("M12", group, carol.lid()).build());
        bob.logIn();
        bob.activate();
        assertThat(bob.client().received().stream()
                        .filter(node -> node.has("offline"))
                        .map(node -> node.hasTag("message") ? node.requireText("id") : changeIn(node))
                        .toList())
                .containsExactly("M11", "add", "M12");
        awaitChange(carol, group, "create");
        awaitMessage(carol, "M12");
    }

    private static String changeIn(Node notification) {
        return notification.children().getFirst().tag();
    }

    @Test
    void namesTheRightDevicesIfOneNeverGotTheKey() {
        Node missed = sendAndAwaitAck(
                alice, message("M13", group, bob.lid(), bob.lid().bare()).build());
        assertThat(missed.text("phash"))
                .hasValue(DeviceListHash.of(List.of(
                        alice.lid().bare(),
                        alice.lid(),
                        aliceToo.lid(),
                        bob.lid().bare(),
                        bob.lid())));
        Node whole = sendAndAwaitAck(
                alice, message("M14", group, alice.lid().bare(), aliceToo.lid()).build());
        assertThat(whole.has("phash")).isFalse();
    }

    @Test
    void resendsToOneDeviceOnlyInTheShapeOfTheGroup() {
        Node again = Node.builder("message")
                .attr("id", "M15")
                .attr("to", group)
                .attr("type", "text")
                .attr("participant", bob.lid())
                .child(Stanzas.enc("msg", "again"))
                .build();
        sendAndAwaitAck(alice, again);
        Node copy = awaitMessage(bob, "M15");
        assertThat(copy.requireJid("from")).isEqualTo(group);
        assertThat(copy.requireJid("participant")).isEqualTo(alice.lid());
        aliceToo.client().settled();
        assertThat(aliceToo.client().received()).noneMatch(node -> node.hasText("id", "M15"));
    }

    @Test
    void tellsTheAuthorsDevicesWhoHasReadInTheGroup() {
        sendAndAwaitAck(alice, message("M16", group).build());
        Node copy = awaitMessage(bob, "M16");
        Node read = Node.builder("receipt")
                .attr("id", "M16")
                .attr("to", group)
                .attr("participant", copy.requireJid("participant"))
                .attr("type", "read")
                .build();
        sendAndAwaitAck(bob, read);
        for (TestCompanion author : List.of(alice, aliceToo)) {
            Node receipt = author.client().await("receipt", node -> node.hasText("type", "read"));
            assertThat(receipt.requireJid("from")).isEqualTo(group);
            assertThat(receipt.requireJid("participant")).isEqualTo(bob.lid());
        }
    }

    @Test
    void tellsOwnDevicesWhoseMessageWasRead() {
        sendAndAwaitAck(bob, message("M17", group).build());
        awaitMessage(alice, "M17");
        sendAndAwaitAck(
                alice,
                Node.builder("receipt")
                        .attr("id", "M17")
                        .attr("to", group)
                        .attr("participant", bob.lid())
                        .attr("type", "read")
                        .build());
        Node receipt = aliceToo.client().await("receipt", node -> node.hasText("type", "read"));
        assertThat(receipt.requireJid("from")).isEqualTo(group);
        assertThat(receipt.requireJid("participant")).isEqualTo(alice.lid());
        assertThat(receipt.requireJid("recipient")).isEqualTo(bob.lid().bare());
    }

    @Test
    void asksTheSendingDeviceAloneToSendAgain() {
        sendAndAwaitAck(alice, message("M18", group).build());
        awaitMessage(bob, "M18");
        Node retry = Node.builder("receipt")
                .attr("id", "M18")
                .attr("to", group)
                .attr("participant", alice.lid())
                .attr("type", "retry")
                .attr("recipient", group)
                .child(Node.builder("retry")
                        .attr("count", 1)
                        .attr("id", "M18")
                        .attr("t", 1)
                        .attr("v", 1))
                .child(Node.of("registration", Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 1)))
                .build();
        sendAndAwaitAck(bob, retry);
        Node asked = alice.client()
                .await(
                        "retry",
                        node -> node.hasText("type", "retry")
                                && node.requireJid("participant").equals(bob.lid()));
        assertThat(asked.requireJid("from")).isEqualTo(group);
        assertThat(asked.requireJid("recipient")).isEqualTo(group);
        assertThat(asked.children()).extracting(Node::tag).containsExactly("retry", "registration");
        aliceToo.client().settled();
        assertThat(aliceToo.client().received()).noneMatch(node -> node.hasText("type", "retry"));
    }

    @Test
    void showsTheOthersWhoIsWriting() {
        alice.client()
                .send(Node.builder("chatstate")
                        .attr("to", group)
                        .child(Node.of("composing"))
                        .build());
        Node state = bob.client().await("chat state", node -> node.hasTag("chatstate"));
        assertThat(state.requireJid("from")).isEqualTo(group);
        assertThat(state.requireJid("participant")).isEqualTo(alice.lid().bare());
        aliceToo.client().settled();
        assertThat(aliceToo.client().received()).noneMatch(node -> node.hasTag("chatstate"));
    }

    @Test
    void refusesAHiddenUserOnTheServerOfNumbers() {
        Jid misplaced = Jid.pn(bob.lid().user(), bob.lid().device());
        assertThat(sendAndAwaitAck(alice, message("M19", group, misplaced).build())
                        .text("error"))
                .hasValue("421");
    }

    @Test
    void tellsTheAddedBeforeAnyMessageComes() {
        set(alice, group, people("add", carol.pn().bare()));
        sendAndAwaitAck(alice, message("M20", group, carol.lid()).build());
        List<Node> received = carol.client().settled();
        int told = received.indexOf(
                received.stream().filter(change(group, "create")).findFirst().orElseThrow());
        int message = received.indexOf(received.stream()
                .filter(node -> node.hasText("id", "M20"))
                .findFirst()
                .orElseThrow());
        assertThat(told).isLessThan(message);
    }
}
