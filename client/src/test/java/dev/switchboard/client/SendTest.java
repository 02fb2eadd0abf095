// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent.MessageStatusChanged;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Quote;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.store.OutgoingStanza;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.jid.JidServer;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.node.NodeEncoder;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.StreamError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SendTest {

    private final Stage stage = new Stage("send").linked();
    private final Contact bob = new Contact(stage);

    private Reply<SendOutcome> send(String id, Jid to, String text) {
        return stage.companion.send(OutgoingMessage.text(id, to, text));
    }

    private MessageStatus nextStatus(String id) throws InterruptedException {
        return stage.event(MessageStatusChanged.class, event -> event.ids().contains(id))
                .status();
    }

    private static SendFailure.Kind failure(Reply<SendOutcome> reply) throws InterruptedException {
        SendOutcome outcome = reply.await(ScriptedServer.PATIENCE).orElseThrow();
        return ((SendOutcome.Rejected) outcome).failure().kind();
    }

    /// A message that went through, so that everybody knows everybody.
    private Line acquainted() throws Exception {
        Line line = stage.login();
        send("M0", Contact.PN, "first");
        bob.introduce(line);
        Node message = line.nextMessage();
        bob.phone.decrypt(Contact.encFor(message, bob.phone.lid));
        bob.companion.decrypt(Contact.encFor(message, bob.companion.lid));
        stage.phone.decrypt(Contact.encFor(message, stage.phone.lid));
        bob.acknowledge(line, message);
        stage.event(MessageStatusChanged.class, event -> event.status() == MessageStatus.SENT);
        return line;
    }

    @Test
    void writesToTheHiddenIdBehindANumber() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        bob.introduce(line);
        Node message = line.nextMessage();
        assertThat(message.requireJid("to")).isEqualTo(Contact.LID);
        assertThat(message.requireJid("peer_recipient_pn")).isEqualTo(Contact.PN);
        assertThat(message.text("type")).contains("text");
        assertThat(Contact.devices(message))
                .containsExactlyInAnyOrder(bob.phone.lid, bob.companion.lid, stage.phone.lid);
        assertThat(message.hasChild("device-identity")).isTrue();
        assertThat(Contact.encFor(message, bob.phone.lid).type()).isEqualTo(EncType.PRE_KEY_MESSAGE);
        assertThat(nextStatus("M1")).isEqualTo(MessageStatus.PENDING);
        bob.acknowledge(line, message);
        assertThat(nextStatus("M1")).isEqualTo(MessageStatus.SENT);
        assertThat(reply.await(ScriptedServer.PATIENCE)).contains(new SendOutcome.Sent("M1", stage.clock.instant()));
    }

    @Test
    void sendsTheSameBytesAgainIfNoAcknowledgementComesThoughTheConnectionLives() throws Exception {
        Line line = acquainted();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        Node first = line.nextMessage();
        for (int i = 0; i < 8; i++) {
            line.say(Node.builder("presence").attr("from", Contact.LID).build());
            stage.pass(Duration.ofSeconds(10));
        }
        assertThat(line.nextMessage()).isEqualTo(first);
        bob.acknowledge(line, first);
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(SendOutcome.Sent.class);
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 5)).isEmpty();
    }

    @Test
    void takesAnAcknowledgementUnderAnyAddressOfTheRecipient() throws Exception {
        Line line = acquainted();
        for (Jid from : List.of(Contact.PN, Jid.pn("15550100099"))) {
            Reply<SendOutcome> reply = send("M-" + from.user(), Contact.PN, "hello");
            Node message = line.nextMessage();
            line.say(Ack.serverReplyTo(message).withTimestamp(stage.clock.instant()).toNode().toBuilder()
                    .attr("from", from)
                    .build());
            assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(SendOutcome.Sent.class);
        }
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 5)).isEmpty();
    }

    @Test
    void writesToDevicesThatTheirAccountVouchesForOnly() throws Exception {
        Line line = stage.login();
        bob.companion.deviceIdentity = Optional.of(bob.companion.vouchedForBy(KeyPair.generate(stage.random)));
        send("M1", Contact.PN, "hello");
        bob.introduce(line);
        assertThat(Contact.devices(line.nextMessage())).containsExactlyInAnyOrder(bob.phone.lid, stage.phone.lid);
        bob.companion.deviceIdentity = Optional.of(bob.companion.vouchedForBy(bob.phone.identity));
        send("M2", Contact.PN, "hello");
        stage.answerKeys(line, line.nextIqWith("key"), bob.companion);
        assertThat(Contact.devices(line.nextMessage())).contains(bob.companion.lid);
    }

    @Test
    void everyDeviceCanReadItsCopy() throws Exception {
        Line line = stage.login();
        send("M1", Contact.PN, "hello");
        bob.introduce(line);
        Node message = line.nextMessage();
        Message atBob = bob.phone.decrypt(Contact.encFor(message, bob.phone.lid));
        assertThat(MessageText.of(atBob)).contains("hello");
        assertThat(atBob.getMessageContextInfo().getMessageSecret().size()).isEqualTo(32);
        assertThat(MessageText.of(bob.companion.decrypt(Contact.encFor(message, bob.companion.lid))))
                .contains("hello");
        Message own = stage.phone.decrypt(Contact.encFor(message, stage.phone.lid));
        assertThat(own.getDeviceSentMessage().getDestinationJid()).isEqualTo(Contact.LID.toString());
        assertThat(MessageText.of(own)).contains("hello");
    }

    @Test
    void asksForNothingTheSecondTime() throws Exception {
        Line line = acquainted();
        line.nextIqWith("tokens");
        send("M2", Contact.PN, "again");
        assertThat(line.next("message or question", node -> node.hasTag("message") || node.hasTag("iq"))
                        .tag())
                .isEqualTo("message");
    }

    @Test
    void doesNotWaitForAcknowledgements() throws Exception {
        Line line = acquainted();
        for (int i = 1; i <= 50; i++) {
            send("M" + i, Contact.PN, "number " + i);
        }
        for (int i = 1; i <= 50; i++) {
            Node message = line.nextMessage();
            assertThat(message.text("id")).contains("M" + i);
            assertThat(MessageText.of(bob.phone.decrypt(Contact.encFor(message, bob.phone.lid))))
                    .contains("number " + i);
        }
    }

    @Test
    void keepsTheOrderOfAChatWhileItsDevicesAreLookedUp() throws Exception {
        Line line = stage.login();
        send("M1", Contact.PN, "one");
        send("M2", Contact.PN, "two");
        stage.answerDevices(
                line, line.nextIqWith("usync"), Map.of(Contact.PN, List.of(0, 2)), Map.of(Contact.PN, Contact.LID));
        Node keys = line.nextIqWith("key");
        send("M3", Contact.LID, "three");
        stage.settle();
        stage.answerKeys(line, keys, bob.phone, bob.companion, stage.phone);
        assertThat(line.nextMessage().text("id")).contains("M1");
        assertThat(line.nextMessage().text("id")).contains("M2");
        assertThat(line.nextMessage().text("id")).contains("M3");
    }

    @Test
    void oneChatDoesNotWaitForAnother() throws Exception {
        Line line = acquainted();
        send("SLOW", Jid.pn("15550100009"), "to a stranger");
        line.nextIqWith("usync");
        send("FAST", Contact.PN, "to a friend");
        assertThat(line.nextMessage().text("id")).contains("FAST");
    }

    @Test
    void saysWhenNobodyHasTheNumber() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = send("M1", Jid.pn("15550100009"), "hello");
        stage.answerDevices(line, line.nextIqWith("usync"), Map.of());
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.NOT_ON_WHATSAPP);
        assertThat(nextStatus("M1")).isEqualTo(MessageStatus.FAILED);
        assertThat(stage.memory.sentMessage("M1")).isEmpty();
    }

    @Test
    void saysWhenANumberHasNoHiddenId() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        stage.answerDevices(line, line.nextIqWith("usync"), Map.of(Contact.PN, List.of(0)));
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.NO_LID);
    }

    @Test
    void saysWhenTheLookUpFails() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        line.refuse(line.nextIqWith("usync"), 429);
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.LOOKUP_FAILED);
    }

    @Test
    void leavesOutADeviceWithoutKeysAndSendsToTheRest() throws Exception {
        Line line = stage.login();
        send("M1", Contact.PN, "hello");
        stage.answerDevices(
                line, line.nextIqWith("usync"), Map.of(Contact.PN, List.of(0, 2)), Map.of(Contact.PN, Contact.LID));
        stage.answerKeys(line, line.nextIqWith("key"), bob.phone, stage.phone);
        assertThat(Contact.devices(line.nextMessage())).containsExactlyInAnyOrder(bob.phone.lid, stage.phone.lid);
    }

    @Test
    void saysWhenNoDeviceHasKeys() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        stage.answerDevices(
                line, line.nextIqWith("usync"), Map.of(Contact.PN, List.of(0)), Map.of(Contact.PN, Contact.LID));
        stage.answerKeys(line, line.nextIqWith("key"), stage.phone);
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.NO_DEVICES);
    }

    @Test
    void refusesChatsItCannotWriteTo() throws Exception {
        stage.login();
        assertThat(failure(send("M1", Jid.of("120363000000000001", JidServer.CALL), "hello")))
                .isEqualTo(SendFailure.Kind.UNSUPPORTED_CHAT);
    }

    @Test
    void refusesContentThatIsNoMessage() throws Exception {
        acquainted();
        Reply<SendOutcome> reply = stage.companion.send(
                new OutgoingMessage("M1", Contact.PN, new OutgoingContent.Raw(Bytes.fromHex("ffff"))));
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.INVALID_CONTENT);
    }

    @Test
    void tellsWhyTheServerRefused() throws Exception {
        Line line = acquainted();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        line.say(Ack.serverReplyTo(line.nextMessage()).withError(463).toNode());
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.NOT_TRUSTED_YET);
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 10)).isEmpty();
    }

    @Test
    void takesARefusedMessageAgainUnderTheSameId() throws Exception {
        Line line = acquainted();
        Reply<SendOutcome> refused = send("M1", Contact.PN, "hello");
        Node first = line.nextMessage();
        bob.phone.decrypt(Contact.encFor(first, bob.phone.lid));
        line.say(Ack.serverReplyTo(first).withError(503).toNode());
        assertThat(failure(refused)).isEqualTo(SendFailure.Kind.SERVER_TROUBLE);
        Reply<SendOutcome> again = send("M1", Contact.PN, "hello");
        Node second = line.nextMessage();
        assertThat(MessageText.of(bob.phone.decrypt(Contact.encFor(second, bob.phone.lid))))
                .contains("hello");
        bob.acknowledge(line, second);
        assertThat(again.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(SendOutcome.Sent.class);
    }

    @Test
    void saysOfUnsentMessagesThatTheAccountWasUnlinked() throws Exception {
        Line line = acquainted();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        line.nextMessage();
        line.say(new StreamError.DeviceRemoved(401).toNode());
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.UNLINKED);
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 10)).isEmpty();
    }

    @Test
    void learnsTheDevicesAnewAfterAStaleAddressing() throws Exception {
        Line line = acquainted();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        line.say(Ack.serverReplyTo(line.nextMessage()).withError(421).toNode());
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.STALE_ADDRESSING);
        send("M2", Contact.PN, "hello");
        line.nextIqWith("usync");
    }

    @Test
    void learnsTheDevicesAnewAfterAStanzaAgainstTheSchema() throws Exception {
        Line line = acquainted();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        line.say(Ack.serverReplyTo(line.nextMessage()).withError(479).toNode());
        assertThat(failure(reply)).isEqualTo(SendFailure.Kind.INVALID_STANZA);
        send("M2", Contact.PN, "hello");
        line.nextIqWith("usync");
    }

    @Test
    void sendsTheMissingDeviceItsCopyWhenTheServerKnowsBetter() throws Exception {
        Line line = acquainted();
        send("M1", Contact.PN, "hello");
        FakeDevice third = new FakeDevice(Contact.LID.withDevice(4), stage.random);
        String better =
                DeviceListHash.of(List.of(bob.phone.lid, bob.companion.lid, third.lid, Stage.LID, Stage.LID.bare()));
        line.say(Ack.serverReplyTo(line.nextMessage())
                .withPhash(Optional.of(better))
                .toNode());
        stage.answerDevices(
                line, line.nextIqWith("usync"), Map.of(Contact.LID, List.of(0, 2, 4), Stage.LID.bare(), List.of(0, 3)));
        stage.answerKeys(line, line.nextIqWith("key"), third);
        Node copy = line.nextMessage();
        assertThat(copy.requireJid("to")).isEqualTo(third.lid);
        assertThat(copy.text("id")).contains("M1");
        assertThat(copy.text("device_fanout")).contains("false");
        var enc = dev.switchboard.wire.stanza.OutgoingMessage.of(copy).direct().getFirst();
        assertThat(MessageText.of(third.decrypt(enc))).contains("hello");
    }

    @Test
    void takesAnIdOnlyOnce() throws Exception {
        Line line = acquainted();
        send("M1", Contact.PN, "hello");
        line.nextMessage();
        assertThat(send("M1", Contact.PN, "hello").await(ScriptedServer.PATIENCE))
                .contains(new SendOutcome.AlreadyTaken("M1"));
        stage.newCompanion();
        stage.login();
        assertThat(send("M1", Contact.PN, "hello").await(ScriptedServer.PATIENCE))
                .contains(new SendOutcome.AlreadyTaken("M1"));
    }

    @Test
    void sendsTheVerySameBytesAgainAfterALostConnection() throws Exception {
        Line line = acquainted();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "one");
        send("M2", Contact.PN, "two");
        line.nextMessage();
        Node second = line.nextMessage();
        List<Bytes> before = lastTwo(line);
        line.hangUp();
        stage.awaitRetry();
        Line next = stage.finishLogin(stage.server.accept());
        assertThat(next.nextMessage().text("id")).contains("M1");
        assertThat(next.nextMessage().text("id")).contains("M2");
        assertThat(messages(next)).containsExactlyElementsOf(before);
        bob.acknowledge(next, second);
        Node first = second.toBuilder().attr("id", "M1").build();
        bob.acknowledge(next, first);
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(SendOutcome.Sent.class);
        stage.settle();
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 10)).isEmpty();
    }

    @Test
    void sendsTheVerySameBytesAgainAfterACrash() throws Exception {
        Line line = acquainted();
        for (int i = 1; i <= 5; i++) {
            send("M" + i, Contact.PN, "number " + i);
            line.nextMessage();
        }
        List<Bytes> before = messages(line).subList(1, 6);
        stage.newCompanion();
        Line next = stage.login();
        for (int i = 1; i <= 5; i++) {
            assertThat(next.nextMessage().text("id")).contains("M" + i);
        }
        assertThat(messages(next)).containsExactlyElementsOf(before);
        send("M6", Contact.PN, "after");
        Node after = next.nextMessage();
        assertThat(after.text("id")).contains("M6");
        assertThat(MessageText.of(bob.phone.decrypt(Contact.encFor(after, bob.phone.lid))))
                .contains("after");
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 10))
                .extracting(OutgoingStanza::id)
                .containsExactly("M1", "M2", "M3", "M4", "M5", "M6");
    }

    private static List<Bytes> messages(Line line) {
        List<Bytes> messages = new ArrayList<>();
        for (Bytes plaintext : line.plaintexts()) {
            if (NodeDecoder.decode(plaintext.toByteArray()).hasTag("message")) {
                messages.add(plaintext);
            }
        }
        return messages;
    }

    private static List<Bytes> lastTwo(Line line) {
        List<Bytes> messages = messages(line);
        return messages.subList(messages.size() - 2, messages.size());
    }

    @Test
    void whatWaitsForDevicesWhenTheConnectionEndsIsHandedBack() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = send("M1", Contact.PN, "hello");
        line.nextIqWith("usync");
        line.hangUp();
        assertThat(reply.await(ScriptedServer.PATIENCE)).contains(new SendOutcome.NotConnected("M1"));
        stage.awaitRetry();
        Line next = stage.finishLogin(stage.server.accept());
        send("M1", Contact.PN, "hello");
        bob.introduce(next);
        assertThat(next.nextMessage().text("id")).contains("M1");
    }

    @Test
    void writesToItself() throws Exception {
        Line line = stage.login();
        send("M1", Stage.PN.bare(), "note to self");
        stage.answerKeys(line, line.nextIqWith("key"), stage.phone);
        Node message = line.nextMessage();
        assertThat(message.requireJid("to")).isEqualTo(Stage.LID.bare());
        assertThat(Contact.devices(message)).containsExactly(stage.phone.lid);
    }

    @Test
    void editsRevokesReactsAndQuotes() throws Exception {
        Line line = acquainted();
        MessageRef mine = MessageRef.of(Contact.LID, "M0", true);
        stage.companion.send(new OutgoingMessage("E1", Contact.PN, new OutgoingContent.Edit(mine, "better")));
        Node edit = line.nextMessage();
        assertThat(edit.text("edit")).contains("1");
        Message edited = bob.phone.decrypt(Contact.encFor(edit, bob.phone.lid));
        ProtocolMessage protocol = edited.getEditedMessage().getMessage().getProtocolMessage();
        assertThat(protocol.getKey().getId()).isEqualTo("M0");
        assertThat(MessageText.of(edited)).contains("better");

        stage.companion.send(new OutgoingMessage("E2", Contact.PN, new OutgoingContent.Revoke(mine)));
        Node revoke = line.nextMessage();
        assertThat(revoke.text("edit")).contains("7");
        assertThat(Contact.encFor(revoke, bob.phone.lid).hideOnFailure()).isTrue();
        assertThat(bob.phone
                        .decrypt(Contact.encFor(revoke, bob.phone.lid))
                        .getProtocolMessage()
                        .getType())
                .isEqualTo(ProtocolMessage.Type.REVOKE);

        MessageRef theirs = MessageRef.of(Contact.LID, "T1", false);
        stage.companion.send(new OutgoingMessage("E3", Contact.PN, new OutgoingContent.Reaction(theirs, "👍")));
        Node reaction = line.nextMessage();
        assertThat(reaction.text("type")).contains("reaction");
        assertThat(bob.phone
                        .decrypt(Contact.encFor(reaction, bob.phone.lid))
                        .getReactionMessage()
                        .getText())
                .isEqualTo("👍");

        stage.companion.send(new OutgoingMessage(
                "E4",
                Contact.PN,
                new OutgoingContent.Text("indeed"),
                OutgoingContext.NONE.withQuote(
                        new Quote(theirs, Bytes.copyOf(Contact.text("question").toByteArray())))));
        Message reply = bob.phone.decrypt(Contact.encFor(line.nextMessage(), bob.phone.lid));
        var context = reply.getExtendedTextMessage().getContextInfo();
        assertThat(context.getStanzaId()).isEqualTo("T1");
        assertThat(context.getParticipant()).isEqualTo(Contact.LID.toString());
        assertThat(context.getQuotedMessage().getConversation()).isEqualTo("question");
    }

    @Test
    void nothingIsOnTheWireThatIsNotInTheStore() throws Exception {
        Line line = acquainted();
        send("M1", Contact.PN, "hello");
        Node message = line.nextMessage();
        OutgoingStanza stored = stage.memory.outgoing(Long.MIN_VALUE, 10).getFirst();
        assertThat(stored.bytes().toByteArray()).isEqualTo(NodeEncoder.encode(message));
    }

    @Test
    void holdsTheOwnerBackWhileTheServerDoesNotKeepUp() throws Exception {
        Line line = acquainted();
        Thread owner = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 1600; i++) {
                send("W" + i, Contact.PN, "x");
            }
        });
        List<Node> sent = new ArrayList<>();
        for (int i = 0; i < 1024; i++) {
            sent.add(line.nextMessage());
        }
        assertThat(owner.isAlive()).isTrue();
        for (Node message : sent) {
            bob.acknowledge(line, message);
        }
        for (int i = 1024; i < 1600; i++) {
            assertThat(line.nextMessage().text("id")).contains("W" + i);
        }
        owner.join();
    }
}
