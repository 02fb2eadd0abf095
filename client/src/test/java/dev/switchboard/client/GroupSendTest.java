// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static dev.switchboard.client.GroupStage.BOB;
import static dev.switchboard.client.GroupStage.BOB_PN;
import static dev.switchboard.client.GroupStage.CYD;
import static dev.switchboard.client.GroupStage.CYD_PN;
import static dev.switchboard.client.GroupStage.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent.MessageStatusChanged;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContext;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeEncoder;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.OutgoingMessage;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.RetryRequest;
import dev.switchboard.wire.stanza.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupSendTest {

    private final Stage stage = new Stage("group send").linked();
    private final GroupStage us = new GroupStage(stage);

    private static SendFailure.Kind failure(Reply<SendOutcome> reply) throws InterruptedException {
        SendOutcome outcome = reply.await(ScriptedServer.PATIENCE).orElseThrow();
        return ((SendOutcome.Rejected) outcome).failure().kind();
    }

    private static Node messageOrQuestion(Line line) throws InterruptedException {
        return line.next("message or question", node -> node.hasTag("message") || node.hasTag("iq"));
    }

    @Test
    void theFirstMessageBringsEverybodyTheKey() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = us.send("M1", "hello");
        us.answerGroup(line);
        us.answerDevices(line);
        us.answerKeys(line);
        Node message = line.nextMessage();
        assertThat(message.requireJid("to")).isEqualTo(GROUP);
        assertThat(message.text("addressing_mode")).contains("lid");
        assertThat(message.hasChild("device-identity")).isTrue();
        assertThat(us.takeKeys(message))
                .containsExactlyInAnyOrder(us.bobPhone.lid, us.bobLaptop.lid, us.cydPhone.lid, stage.phone.lid);
        assertThat(message.text("phash"))
                .contains(DeviceListHash.of(
                        List.of(us.bobPhone.lid, us.bobLaptop.lid, us.cydPhone.lid, stage.phone.lid, Stage.LID)));
        for (FakeDevice device : us.everybody()) {
            assertThat(MessageText.of(us.read(device, message))).contains("hello");
        }
        us.acknowledge(line, message);
        assertThat(reply.await(ScriptedServer.PATIENCE)).contains(new SendOutcome.Sent("M1", stage.clock.instant()));
    }

    @Test
    void theNextMessageGoesUnderTheSameKeyToEverybodyAtOnce() throws Exception {
        Line line = us.acquainted();
        us.send("M1", "again");
        Node message = messageOrQuestion(line);
        assertThat(message.hasTag("message")).isTrue();
        assertThat(OutgoingMessage.of(message).recipients()).isEmpty();
        assertThat(message.hasChild("device-identity")).isFalse();
        assertThat(MessageText.of(us.read(us.cydPhone, message))).contains("again");
    }

    @Test
    void aNewDeviceAloneIsGivenTheKey() throws Exception {
        Line line = us.acquainted();
        FakeDevice tablet = new FakeDevice(CYD.withDevice(5), stage.random);
        line.say(Node.builder("notification")
                .attr("id", "D1")
                .attr("from", CYD)
                .attr("type", "devices")
                .attr("t", 1)
                .child(Node.builder("add")
                        .child(Node.builder("device").attr("jid", tablet.lid).attr("key-index", 1)))
                .build());
        us.send("M1", "hello tablet");
        stage.answerKeys(line, line.nextIqWith("key"), tablet);
        Node message = line.nextMessage();
        assertThat(Contact.devices(message)).containsExactly(tablet.lid);
        us.learn(tablet, tablet.decrypt(Contact.encFor(message, tablet.lid)));
        assertThat(MessageText.of(us.read(tablet, message))).contains("hello tablet");
        assertThat(MessageText.of(us.read(us.bobPhone, message))).contains("hello tablet");
    }

    @Test
    void whoIsRemovedCannotReadOn() throws Exception {
        Line line = us.acquainted();
        us.members.remove(CYD);
        line.say(us.news(GroupStage.change("remove", "1", "2", CYD, CYD_PN)));
        us.send("M1", "without cyd");
        Node message = line.nextMessage();
        assertThat(us.takeKeys(message)).containsExactlyInAnyOrder(us.bobPhone.lid, us.bobLaptop.lid, stage.phone.lid);
        assertThat(MessageText.of(us.read(us.bobLaptop, message))).contains("without cyd");
        assertThatThrownBy(() -> us.read(us.cydPhone, message)).isInstanceOf(DecryptFailed.class);
    }

    @Test
    void aDeviceThatIsGoneCannotReadOn() throws Exception {
        Line line = us.acquainted();
        line.say(Node.builder("notification")
                .attr("id", "D1")
                .attr("from", BOB)
                .attr("type", "devices")
                .attr("t", 1)
                .child(Node.builder("remove").child(Node.builder("device").attr("jid", us.bobLaptop.lid)))
                .build());
        us.send("M1", "without the laptop");
        Node message = line.nextMessage();
        assertThat(us.takeKeys(message)).containsExactlyInAnyOrder(us.bobPhone.lid, us.cydPhone.lid, stage.phone.lid);
        assertThatThrownBy(() -> us.read(us.bobLaptop, message)).isInstanceOf(DecryptFailed.class);
    }

    @Test
    void whoHasAnotherIdentityIsGivenAnotherKey() throws Exception {
        Line line = us.acquainted();
        line.say(Node.builder("notification")
                .attr("id", "E1")
                .attr("from", CYD)
                .attr("type", "encrypt")
                .attr("t", 1)
                .child(Node.of("identity"))
                .build());
        us.send("M1", "is it you?");
        us.answerDevices(line);
        FakeDevice newPhone = new FakeDevice(CYD, stage.random);
        stage.answerKeys(line, line.nextIqWith("key"), newPhone);
        Node message = line.nextMessage();
        assertThat(Contact.devices(message))
                .containsExactlyInAnyOrder(us.bobPhone.lid, us.bobLaptop.lid, us.cydPhone.lid, stage.phone.lid);
        assertThatThrownBy(() -> us.read(us.cydPhone, message)).isInstanceOf(DecryptFailed.class);
        us.learn(newPhone, newPhone.decrypt(Contact.encFor(message, CYD)));
        assertThat(MessageText.of(us.read(newPhone, message))).contains("is it you?");
    }

    @Test
    void whoIsAddedReadsFromThenOn() throws Exception {
        us.members.remove(CYD);
        Line line = us.acquainted();
        us.members.put(CYD, CYD_PN);
        line.say(us.news(GroupStage.change("add", "1", "2", CYD, CYD_PN)));
        us.send("M1", "welcome");
        us.answerDevices(line);
        us.answerKeys(line);
        Node message = line.nextMessage();
        assertThat(us.takeKeys(message)).containsExactly(us.cydPhone.lid);
        assertThat(MessageText.of(us.read(us.cydPhone, message))).contains("welcome");
    }

    @Test
    void newsThatDoNotFitMakeItAskAgain() throws Exception {
        Line line = us.acquainted();
        us.members.remove(CYD);
        us.version = "9";
        line.say(us.news(GroupStage.change("add", "7", "8", BOB, BOB_PN)));
        us.answerGroup(line);
        us.send("M1", "without cyd");
        Node message = line.nextMessage();
        assertThat(us.takeKeys(message)).doesNotContain(us.cydPhone.lid).hasSize(3);
    }

    @Test
    void membersAreNamedByNumberWhereTheGroupDoes() throws Exception {
        us.addressing = "pn";
        Line line = stage.login();
        us.send("M1", "hello");
        us.answerGroup(line);
        us.answerDevices(line);
        us.answerKeys(line);
        Node message = line.nextMessage();
        assertThat(message.text("addressing_mode")).contains("pn");
        assertThat(us.takeKeys(message))
                .containsExactlyInAnyOrder(BOB_PN, BOB_PN.withDevice(2), CYD_PN, Stage.PN.bare());
        assertThat(message.text("phash"))
                .contains(DeviceListHash.of(List.of(BOB_PN, BOB_PN.withDevice(2), CYD_PN, Stage.PN.bare(), Stage.PN)));
        assertThat(MessageText.of(us.read(us.bobLaptop, message))).contains("hello");
    }

    @Test
    void theOtherWayOfNamingIsTriedOnceWhenTheServerSaysSo() throws Exception {
        Line line = us.acquainted();
        Reply<SendOutcome> reply = us.send("M1", "hello");
        Node refused = line.nextMessage();
        us.addressing = "pn";
        line.say(Ack.serverReplyTo(refused).withError(421).toNode());
        us.answerGroup(line);
        Node again = line.nextMessage();
        assertThat(again.requireText("id")).isEqualTo("M1");
        assertThat(again.text("addressing_mode")).contains("pn");
        assertThat(us.takeKeys(again)).hasSize(4);
        assertThat(MessageText.of(us.read(us.cydPhone, again))).contains("hello");
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 10)).hasSize(1);
        line.say(Ack.serverReplyTo(again).withError(421).toNode());
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.STALE_ADDRESSING);
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 10)).isEmpty();
    }

    @Test
    void aMessageThatCannotBeSentAnewMayBeHandedOverAgain() throws Exception {
        Line line = us.acquainted();
        Reply<SendOutcome> reply = us.send("M1", "hello");
        line.say(Ack.serverReplyTo(line.nextMessage()).withError(421).toNode());
        line.refuse(line.nextIqWith("query"), 404);
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.GROUP_NOT_FOUND);
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 10)).isEmpty();
        us.send("M1", "hello");
        us.answerGroup(line);
        assertThat(line.nextMessage().requireText("id")).isEqualTo("M1");
    }

    @Test
    void aRefusedMessageHandedNobodyTheKey() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = us.send("M1", "hello");
        us.answerGroup(line);
        us.answerDevices(line);
        us.answerKeys(line);
        line.say(Ack.serverReplyTo(line.nextMessage()).withError(403).toNode());
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.NOT_ALLOWED);
        us.send("M2", "hello again");
        us.answerGroup(line);
        assertThat(Contact.devices(line.nextMessage())).hasSize(4);
    }

    @Test
    void saysThatAGroupIsGoneOrClosedToUs() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> gone = us.send("M1", "hello");
        line.refuse(line.nextIqWith("query"), 404);
        assertThat(failure(gone)).isEqualTo(SendFailure.Kind.GROUP_NOT_FOUND);
        Reply<SendOutcome> closed = us.send("M2", "hello");
        line.refuse(line.nextIqWith("query"), 403);
        assertThat(failure(closed)).isEqualTo(SendFailure.Kind.NOT_A_MEMBER);
        assertThat(stage.event(MessageStatusChanged.class, event -> event.ids().contains("M2"))
                        .status())
                .isEqualTo(MessageStatus.FAILED);
    }

    @Test
    void aMessageIsNotSentBeforeItsKeysAreDurable() throws Exception {
        Line line = stage.login();
        us.send("M1", "hello");
        us.answerGroup(line);
        us.answerDevices(line);
        us.answerKeys(line);
        line.nextMessage();
        assertThat(us.storedHolders()).isPresent();
        assertThat(stage.memory.senderKey(GROUP, Stage.LID.signalAddress())).isPresent();
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 10)).hasSize(1);
    }

    @Test
    void afterACrashTheVerySameBytesAreSentAndTheKeyGoesOn() throws Exception {
        Line line = us.acquainted();
        us.send("M1", "hello");
        Node first = line.nextMessage();
        line.hangUp();
        stage.newCompanion();
        Line next = stage.login();
        Node again = next.nextMessage();
        assertThat(Bytes.copyOf(NodeEncoder.encode(again))).isEqualTo(Bytes.copyOf(NodeEncoder.encode(first)));
        us.acknowledge(next, again);
        assertThat(MessageText.of(us.read(us.cydPhone, again))).contains("hello");
        us.send("M2", "still here");
        Node message = messageOrQuestion(next);
        assertThat(message.hasTag("message")).isTrue();
        assertThat(OutgoingMessage.of(message).recipients()).isEmpty();
        assertThat(MessageText.of(us.read(us.cydPhone, message))).contains("still here");
    }

    @Test
    void messagesOfOneGroupKeepTheirOrder() throws Exception {
        Line line = stage.login();
        us.send("M1", "one");
        us.send("M2", "two");
        us.answerGroup(line);
        us.send("M3", "three");
        us.answerDevices(line);
        us.answerKeys(line);
        Node first = line.nextMessage();
        us.takeKeys(first);
        assertThat(MessageText.of(us.read(us.bobPhone, first))).contains("one");
        assertThat(MessageText.of(us.read(us.bobPhone, line.nextMessage()))).contains("two");
        assertThat(MessageText.of(us.read(us.bobPhone, line.nextMessage()))).contains("three");
    }

    @Test
    void aDeviceWithoutKeysIsLeftOutForAWhile() throws Exception {
        Line line = stage.login();
        us.send("M1", "hello");
        us.answerGroup(line);
        us.answerDevices(line);
        stage.answerKeys(line, line.nextIqWith("key"), us.bobPhone, us.cydPhone, stage.phone);
        assertThat(us.takeKeys(line.nextMessage())).doesNotContain(us.bobLaptop.lid);
        us.send("M2", "again");
        assertThat(messageOrQuestion(line).hasTag("message")).isTrue();
        stage.clock.advance(Duration.ofMinutes(11));
        us.send("M3", "now?");
        us.answerKeys(line);
        assertThat(us.takeKeys(line.nextMessage())).containsExactly(us.bobLaptop.lid);
    }

    private Node retry(Jid from, String id, int count) {
        int registration = us.cydPhone.identity().registrationId();
        RetryRequest request = new RetryRequest(id, count, Optional.empty(), 1, registration, Optional.empty());
        return Receipt.retry(Route.from(GROUP).withParticipant(Optional.of(from)), request)
                .toNode();
    }

    @Test
    void aDeviceThatCouldNotReadGetsTheMessageAndTheKeyAlone() throws Exception {
        Line line = us.acquainted();
        us.send("M1", "hello");
        us.acknowledge(line, line.nextMessage());
        line.say(retry(us.cydPhone.lid, "M1", 1));
        Node resend = line.nextMessage();
        assertThat(resend.requireText("id")).isEqualTo("M1");
        assertThat(resend.requireJid("to")).isEqualTo(GROUP);
        assertThat(resend.requireJid("participant")).isEqualTo(us.cydPhone.lid);
        Enc enc = OutgoingMessage.of(resend).direct().getFirst();
        assertThat(enc.type()).isNotEqualTo(EncType.SENDER_KEY_MESSAGE);
        assertThat(enc.retryCount()).isEqualTo(1);
        Message copy = us.cydPhone.decrypt(enc);
        assertThat(MessageText.of(copy)).contains("hello");
        us.learn(us.cydPhone, copy);
        us.send("M2", "next");
        assertThat(MessageText.of(us.read(us.cydPhone, line.nextMessage()))).contains("next");
    }

    @Test
    void strangersGetNoCopy() throws Exception {
        Line line = us.acquainted();
        us.send("M1", "hello");
        us.acknowledge(line, line.nextMessage());
        line.say(retry(Jid.lid("100000000000099"), "M1", 1));
        us.send("M2", "next");
        assertThat(line.nextMessage().requireText("id")).isEqualTo("M2");
    }

    @Test
    void theMissingDevicesGetTheirCopyWhenTheServerKnowsBetter() throws Exception {
        Line line = us.acquainted();
        us.send("M1", "hello");
        Node message = line.nextMessage();
        FakeDevice tablet = new FakeDevice(CYD.withDevice(5), stage.random);
        us.devices.put(CYD, List.of(0, 5));
        line.say(Ack.serverReplyTo(message)
                .withTimestamp(stage.clock.instant())
                .withPhash(Optional.of("2:AAAAAAAA"))
                .toNode());
        us.answerGroup(line);
        us.answerDevices(line);
        stage.answerKeys(line, line.nextIqWith("key"), tablet);
        Node resend = line.nextMessage();
        assertThat(resend.requireJid("participant")).isEqualTo(tablet.lid);
        assertThat(MessageText.of(
                        tablet.decrypt(OutgoingMessage.of(resend).direct().getFirst())))
                .contains("hello");
    }

    @Test
    void messagesOfAGroupWithATimerDisappear() throws Exception {
        us.timer = 86_400;
        Line line = stage.login();
        us.send("M1", "soon gone");
        us.answerGroup(line);
        us.answerDevices(line);
        us.answerKeys(line);
        Node message = line.nextMessage();
        us.takeKeys(message);
        assertThat(MessageContext.of(us.read(us.bobPhone, message)).timer()).contains(Duration.ofDays(1));
    }

    @Test
    void theSameIdIsTakenOnce() throws Exception {
        Line line = us.acquainted();
        us.send("M1", "hello");
        line.nextMessage();
        assertThat(us.send("M1", "hello").await(ScriptedServer.PATIENCE)).contains(new SendOutcome.AlreadyTaken("M1"));
    }
}
