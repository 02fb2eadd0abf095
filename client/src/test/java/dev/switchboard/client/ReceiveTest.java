// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.ClientEvent.MessageReceived;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.ChatActivity;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.NumberStatus;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.AppStateSyncKey;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.signal.RetryReason;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import dev.switchboard.wire.stanza.Route;
import dev.switchboard.wire.stanza.UsyncAnswer;
import dev.switchboard.wire.stanza.UsyncRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReceiveTest {

    private final Stage stage = new Stage("receive").linked();
    private final Contact bob = new Contact(stage);

    private Line met() throws Exception {
        Line line = stage.login();
        bob.meet(1);
        return line;
    }

    @Test
    void tellsTheMessageAndThenThatItWasDelivered() throws Exception {
        Line line = met();
        line.say(bob.deliver("T1", Contact.LID, bob.phone.encrypt(Contact.text("hello"))));
        IncomingMessage message = stage.event(MessageReceived.class).message();
        assertThat(message.text()).contains("hello");
        assertThat(message.kind()).isEqualTo(MessageKind.TEXT);
        assertThat(message.chat().jid()).isEqualTo(Contact.LID);
        assertThat(message.sender().jid()).isEqualTo(Contact.LID);
        assertThat(message.fromMe()).isFalse();
        assertThat(message.pushName()).contains("Bob");
        assertThat(message.timestamp()).isEqualTo(stage.clock.instant());
        Receipt receipt = Receipt.of(line.nextReceipt());
        assertThat(receipt.id()).isEqualTo("T1");
        assertThat(receipt.type()).contains(ReceiptType.DELIVERED);
        assertThat(receipt.route().to()).contains(Contact.LID);
    }

    @Test
    void usesUpTheOneTimeKey() throws Exception {
        Line line = met();
        assertThat(stage.memory.preKey(1)).isPresent();
        line.say(bob.deliver("T1", Contact.LID, bob.phone.encrypt(Contact.text("hello"))));
        line.nextReceipt();
        assertThat(stage.memory.preKey(1)).isEmpty();
    }

    @Test
    void keepsTheSessionUnderTheHiddenIdOfANumber() throws Exception {
        Line line = met();
        Node byNumber = bob.deliver("T1", Contact.PN, bob.phone.encrypt(Contact.text("hello"))).toBuilder()
                .attr("sender_lid", Contact.LID)
                .build();
        line.say(byNumber);
        IncomingMessage message = stage.event(MessageReceived.class).message();
        assertThat(message.chat().jid()).isEqualTo(Contact.LID);
        assertThat(message.chat().pn()).contains(Contact.PN);
        assertThat(stage.memory.signalSession(Contact.LID.signalAddress())).isPresent();
        assertThat(stage.memory.signalSession(Contact.PN.signalAddress())).isEmpty();
        assertThat(stage.memory.lidOf(Contact.PN)).contains(Contact.LID);
    }

    @Test
    void movesASessionWhenTheHiddenIdBecomesKnown() throws Exception {
        Line line = met();
        line.say(bob.deliver("T1", Contact.PN, bob.phone.encrypt(Contact.text("one"))));
        assertThat(stage.event(MessageReceived.class).message().chat().jid()).isEqualTo(Contact.PN);
        line.say(bob.deliver("T2", Contact.PN, bob.phone.encrypt(Contact.text("two"))).toBuilder()
                .attr("sender_lid", Contact.LID)
                .build());
        assertThat(stage.event(MessageReceived.class).message().text()).contains("two");
        assertThat(stage.memory.signalSession(Contact.PN.signalAddress())).isEmpty();
        assertThat(stage.memory.signalSession(Contact.LID.signalAddress())).isPresent();
    }

    @Test
    void acknowledgesADoubleWithoutTellingItAgain() throws Exception {
        Line line = met();
        Node message = bob.deliver("T1", Contact.LID, bob.phone.encrypt(Contact.text("hello")));
        line.say(message, message);
        line.nextReceipt();
        line.nextReceipt();
        stage.settle();
        assertThat(stage.memory.events().stream().filter(MessageReceived.class::isInstance))
                .hasSize(1);
    }

    @Test
    void takesManyInOneGoAndInOrder() throws Exception {
        Line line = met();
        Node[] messages = new Node[200];
        for (int i = 0; i < messages.length; i++) {
            messages[i] =
                    bob.deliver("T" + i, Contact.LID, bob.phone.encrypt(Contact.text("number " + i)), Optional.of("0"));
        }
        line.say(messages);
        for (int i = 0; i < messages.length; i++) {
            IncomingMessage message = stage.event(MessageReceived.class).message();
            assertThat(message.text()).contains("number " + i);
            assertThat(message.offline()).isTrue();
            assertThat(line.nextReceipt().text("id")).contains("T" + i);
        }
    }

    @Test
    void takesCopiesOfWhatOtherOwnDevicesSent() throws Exception {
        Line line = stage.login();
        stage.phone.open(stage.clientBundle(1));
        Message copy = MessageContent.deviceSent(Contact.LID, Contact.text("from the phone"), Optional.empty());
        Node message = bob.deliver("T1", Stage.LID.bare(), stage.phone.encrypt(copy)).toBuilder()
                .attr("recipient", Contact.LID)
                .attr("peer_recipient_pn", Contact.PN)
                .build();
        line.say(message);
        IncomingMessage taken = stage.event(MessageReceived.class).message();
        assertThat(taken.fromMe()).isTrue();
        assertThat(taken.chat().jid()).isEqualTo(Contact.LID);
        assertThat(taken.chat().pn()).contains(Contact.PN);
        assertThat(taken.text()).contains("from the phone");
        Receipt receipt = Receipt.of(line.nextReceipt());
        assertThat(receipt.type()).contains(ReceiptType.SENDER);
        assertThat(receipt.route().recipient()).contains(Contact.LID);
    }

    @Test
    void dropsCopiesOfOwnMessagesThatOthersMadeUp() throws Exception {
        Line line = met();
        Message forged = MessageContent.deviceSent(Contact.LID, Contact.text("I owe Bob"), Optional.empty());
        line.say(bob.deliver("T1", Contact.LID, bob.phone.encrypt(forged)));
        line.nextReceipt();
        stage.settle();
        assertThat(stage.memory.events()).noneMatch(MessageReceived.class::isInstance);
    }

    @Test
    void dropsKeysOfAppStateThatDoNotComeFromTheOwnPhone() throws Exception {
        Line line = met();
        Message share = PeerMessages.keyShare(List.of(AppStateSyncKey.getDefaultInstance()));
        line.say(bob.deliver("T1", Contact.LID, bob.phone.encrypt(share)));
        line.nextReceipt();
        assertThat(stage.credentials().shared().newestSyncKeyId().isEmpty()).isTrue();
    }

    @Test
    void tellsEditsRevocationsAndReactions() throws Exception {
        Line line = met();
        var own = MessageKeys.of(Contact.LID, true, "T0");
        line.say(bob.deliver(
                "T1",
                Contact.LID,
                bob.phone.encrypt(MessageContent.edit(own, Contact.text("better"), stage.clock.instant()))));
        ClientEvent.MessageEdited edited = stage.event(ClientEvent.MessageEdited.class);
        assertThat(edited.target()).isEqualTo(new MessageRef(Contact.LID, "T0", false, Optional.of(Contact.LID)));
        assertThat(edited.text()).contains("better");

        line.say(bob.deliver("T2", Contact.LID, bob.phone.encrypt(MessageContent.revoke(own))));
        assertThat(stage.event(ClientEvent.MessageRevoked.class).target().id()).isEqualTo("T0");

        var mine = MessageKeys.of(Stage.LID.bare(), false, "M9");
        line.say(bob.deliver(
                "T3", Contact.LID, bob.phone.encrypt(MessageContent.reaction(mine, "🎉", stage.clock.instant()))));
        ClientEvent.ReactionChanged reaction = stage.event(ClientEvent.ReactionChanged.class);
        assertThat(reaction.target()).isEqualTo(MessageRef.of(Contact.LID, "M9", true));
        assertThat(reaction.emoji()).isEqualTo("🎉");
        assertThat(List.of(edited.fromMe(), reaction.fromMe())).containsOnly(false);
    }

    @Test
    void dropsChangesOfMessagesThatTheSenderDidNotWrite() throws Exception {
        Line line = met();
        var mine = MessageKeys.of(Stage.LID.bare(), false, "M9");
        line.say(bob.deliver(
                "T1",
                Contact.LID,
                bob.phone.encrypt(MessageContent.edit(mine, Contact.text("I owe Bob"), stage.clock.instant()))));
        line.say(bob.deliver("T2", Contact.LID, bob.phone.encrypt(MessageContent.revoke(mine))));
        line.nextReceipt();
        line.nextReceipt();
        stage.settle();
        assertThat(stage.memory.events())
                .noneMatch(ClientEvent.MessageEdited.class::isInstance)
                .noneMatch(ClientEvent.MessageRevoked.class::isInstance);
    }

    @Test
    void readsCompanionsThatTheirAccountVouchesForOnly() throws Exception {
        Line line = met();
        line.say(bob.deliver("T1", Contact.LID, bob.phone.encrypt(Contact.text("phone"))));
        line.nextReceipt();
        stage.event(MessageReceived.class);
        bob.companion.open(stage.clientBundle(3));
        line.say(fromCompanion("T2", "forged", KeyPair.generate(stage.random)));
        Receipt receipt = Receipt.of(line.nextReceipt());
        assertThat(receipt.type()).contains(ReceiptType.RETRY);
        assertThat(((Receipt.Details.Retry) receipt.details()).request().errorCode())
                .isEqualTo(RetryReason.ADV_FAILURE.code());
        line.say(fromCompanion("T3", "vouched for", bob.phone.identity));
        assertThat(stage.event(MessageReceived.class).message().text()).contains("vouched for");
    }

    private Node fromCompanion(String id, String text, KeyPair account) {
        return bob.deliver(id, bob.companion.lid, bob.companion.encrypt(Contact.text(text))).toBuilder()
                .child(Node.of("device-identity", bob.companion.vouchedForBy(account)))
                .build();
    }

    @Test
    void tellsWhenSomebodyHasANewIdentity() throws Exception {
        Line line = met();
        line.say(bob.deliver("T1", Contact.LID, bob.phone.encrypt(Contact.text("old phone"))));
        stage.event(MessageReceived.class);
        FakeDevice newPhone = new FakeDevice(Contact.LID, stage.random);
        newPhone.open(stage.clientBundle(2));
        line.say(bob.deliver("T2", Contact.LID, newPhone.encrypt(Contact.text("new phone"))));
        assertThat(stage.event(ClientEvent.IdentityChanged.class).person().jid())
                .isEqualTo(Contact.LID);
        assertThat(stage.event(MessageReceived.class).message().text()).contains("new phone");
    }

    @Test
    void receiptsMoveStatusesForward() throws Exception {
        Line line = stage.login();
        for (ReceiptType type : List.of(ReceiptType.INACTIVE, ReceiptType.READ, ReceiptType.PLAYED)) {
            line.say(Receipt.of(
                            type,
                            List.of("M1", "M2"),
                            Route.from(Contact.LID.withDevice(2)),
                            Optional.of(stage.clock.instant()))
                    .toNode());
            ClientEvent.MessageStatusChanged changed = stage.event(ClientEvent.MessageStatusChanged.class);
            assertThat(changed.ids()).containsExactly("M1", "M2");
            assertThat(changed.chat().jid()).isEqualTo(Contact.LID);
            assertThat(changed.status())
                    .isEqualTo(
                            switch (type) {
                                case READ -> MessageStatus.READ;
                                case PLAYED -> MessageStatus.PLAYED;
                                default -> MessageStatus.DELIVERED;
                            });
            Node ack = line.nextAck();
            assertThat(ack.text("class")).contains("receipt");
            assertThat(ack.text("id")).contains("M1");
        }
    }

    @Test
    void hearsOfReadingOnAnotherOwnDevice() throws Exception {
        Line line = stage.login();
        line.say(Receipt.of(
                        ReceiptType.READ_SELF,
                        List.of("T1"),
                        Route.from(Stage.LID.bare()).withRecipient(Optional.of(Contact.LID)),
                        Optional.empty())
                .toNode());
        ClientEvent.ReadElsewhere read = stage.event(ClientEvent.ReadElsewhere.class);
        assertThat(read.chat().jid()).isEqualTo(Contact.LID);
        assertThat(read.ids()).containsExactly("T1");
    }

    @Test
    void tellsTheAuthorsWhatWasRead() throws Exception {
        Line line = stage.login();
        stage.companion.markRead(List.of(
                MessageRef.of(Contact.LID, "T1", false),
                MessageRef.of(Contact.LID, "T2", false),
                MessageRef.of(Contact.LID, "M1", true)));
        Receipt receipt = Receipt.of(line.nextReceipt());
        assertThat(receipt.type()).contains(ReceiptType.READ);
        assertThat(receipt.ids()).containsExactly("T1", "T2");
    }

    @Test
    void saysInactiveWhileShownAsUnavailable() throws Exception {
        Line line = met();
        stage.companion.showAvailable(false);
        line.next("presence", node -> node.hasTag("presence") && node.hasText("type", "unavailable"));
        line.say(bob.deliver("T1", Contact.LID, bob.phone.encrypt(Contact.text("hello"))));
        assertThat(Receipt.of(line.nextReceipt()).type()).contains(ReceiptType.INACTIVE);
    }

    @Test
    void passesPresenceAndActivityBothWays() throws Exception {
        Line line = stage.login();
        stage.companion.subscribePresence(Contact.LID);
        assertThat(line.next("subscription", node -> node.hasText("type", "subscribe"))
                        .requireJid("to"))
                .isEqualTo(Contact.LID);
        line.say(Node.builder("presence")
                .attr("from", Contact.LID)
                .attr("type", "unavailable")
                .attr("last", stage.clock.instant().getEpochSecond())
                .build());
        ClientEvent.PresenceChanged presence = stage.event(ClientEvent.PresenceChanged.class);
        assertThat(presence.available()).isFalse();
        assertThat(presence.lastSeen()).contains(stage.clock.instant());
        stage.companion.showActivity(Contact.LID, ChatActivity.RECORDING);
        Node typing = line.next("chat state", node -> node.hasTag("chatstate"));
        assertThat(typing.requireChild("composing").text("media")).contains("audio");
        line.say(Node.builder("chatstate")
                .attr("from", Contact.LID)
                .child(Node.of("paused"))
                .build());
        assertThat(stage.event(ClientEvent.ChatActivityChanged.class).activity())
                .isEqualTo(ChatActivity.PAUSED);
    }

    @Test
    void keepsUpWithTheDevicesOfAContact() throws Exception {
        Line line = stage.login();
        stage.companion.send(OutgoingMessage.text("M1", Contact.PN, "hello"));
        bob.introduce(line);
        line.nextMessage();
        Jid added = Contact.LID.withDevice(5);
        line.say(devices(News.DeviceChange.Kind.ADD, added, List.of(0, 2, 5)));
        assertThat(stage.event(ClientEvent.DeviceListChanged.class).devices()).containsExactly(0, 2, 5);
        line.nextAck();
        line.say(devices(News.DeviceChange.Kind.REMOVE, Contact.LID.withDevice(2), List.of(0, 5)));
        assertThat(stage.event(ClientEvent.DeviceListChanged.class).devices()).containsExactly(0, 5);
        assertThat(stage.memory.signalSession(Contact.LID.withDevice(2).signalAddress()))
                .isEmpty();
        line.say(devices(News.DeviceChange.Kind.ADD, Contact.LID.withDevice(6), List.of(0, 6)));
        line.nextAck();
        stage.settle();
        assertThat(stage.memory.deviceList(Contact.LID))
                .as("a list that does not agree with the server's hash is asked for anew")
                .isEmpty();
    }

    private Node devices(News.DeviceChange.Kind kind, Jid device, List<Integer> all) {
        String hash =
                DeviceListHash.of(all.stream().map(Contact.LID::withDevice).toList());
        return new Notification(
                        Notification.Header.of("n" + device.device(), Contact.PN, stage.clock.instant())
                                .withLid(Contact.LID),
                        new News.ContactDevices(new News.DeviceChange(
                                kind,
                                Optional.empty(),
                                Optional.of(hash),
                                List.of(new News.NamedDevice(
                                        Contact.PN.withDevice(device.device()),
                                        Optional.of(device),
                                        OptionalInt.of(1))),
                                Optional.empty())))
                .toNode();
    }

    @Test
    void beginsANewSessionAfterTheServerTellsOfANewIdentity() throws Exception {
        Line line = stage.login();
        stage.companion.send(OutgoingMessage.text("M1", Contact.PN, "hello"));
        bob.introduce(line);
        line.nextMessage();
        line.say(new Notification(
                        Notification.Header.of("n1", Contact.PN, stage.clock.instant()), new News.IdentityChanged())
                .toNode());
        stage.event(ClientEvent.IdentityChanged.class);
        stage.companion.send(OutgoingMessage.text("M2", Contact.PN, "hello"));
        bob.introduce(line);
        assertThat(line.nextMessage().text("id")).contains("M2");
    }

    @Test
    void keepsTokensOfContacts() throws Exception {
        Line line = stage.login();
        line.say(new Notification(
                        Notification.Header.of("n1", Contact.PN, stage.clock.instant())
                                .withLid(Contact.LID),
                        new News.PrivacyTokens(List.of(new News.PrivacyTokens.Token(
                                "trusted_contact", Optional.of(stage.clock.instant()), Bytes.fromHex("aabbcc")))))
                .toNode());
        line.nextAck();
        stage.companion.send(OutgoingMessage.text("M1", Contact.LID, "hello"));
        bob.introduce(line);
        assertThat(line.nextMessage().requireChild("tctoken").contentBytes().hex())
                .isEqualTo("aabbcc");
    }

    @Test
    void acknowledgesWhatItDoesNotUnderstand() throws Exception {
        Line line = stage.login();
        line.say(Node.builder("notification")
                .attr("type", "unheard-of")
                .attr("id", "n1")
                .attr("from", Contact.PN)
                .build());
        assertThat(line.nextAck().text("class")).contains("notification");
        line.say(Node.builder("call")
                .attr("id", "c1")
                .attr("from", Contact.LID)
                .attr("t", 1L)
                .child(Node.of("offer"))
                .build());
        assertThat(line.nextAck().text("class")).contains("call");
        line.say(Node.builder("message")
                .attr("id", "x1")
                .attr("from", Contact.LID)
                .attr("t", "yesterday")
                .build());
        assertThat(line.nextAck().text("error")).contains("487");
        line.say(Node.builder("message")
                .attr("id", "x2")
                .attr("from", Jid.newsletter("120363000000000009"))
                .attr("t", 1L)
                .build());
        assertThat(line.nextAck().text("id")).contains("x2");
    }

    @Test
    void asksWhoOfSomeNumbersIsRegistered() throws Exception {
        Line line = stage.login();
        var reply = stage.companion.lookUp(List.of("+15550100002", "15550100009"));
        Node question = line.nextIqWith("usync");
        var request = UsyncRequest.of(question);
        assertThat(request.users())
                .extracting(user -> user.contactDigits().orElseThrow())
                .containsExactly("15550100002", "15550100009");
        Node found = UsyncAnswer.userNode(Optional.of(Contact.PN), Optional.empty())
                .child(Node.builder("contact").attr("type", "in").utf8("+15550100002"))
                .child(Node.builder("lid").attr("val", Contact.LID))
                .build();
        Node missing = UsyncAnswer.userNode(Optional.of(Jid.pn("15550100009")), Optional.empty())
                .child(Node.builder("contact").attr("type", "out").utf8("+15550100009"))
                .build();
        line.say(UsyncAnswer.toIq(question, List.of(found, missing)));
        var answer = (Answer.Given<List<NumberStatus>>)
                reply.await(ScriptedServer.PATIENCE).orElseThrow();
        assertThat(answer.value().getFirst().registered()).isTrue();
        assertThat(answer.value().getFirst().lid()).contains(Contact.LID);
        assertThat(answer.value().getLast().registered()).isFalse();
        assertThat(stage.memory.lidOf(Contact.PN)).contains(Contact.LID);
    }
}
