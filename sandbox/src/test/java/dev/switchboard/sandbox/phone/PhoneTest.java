// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import static dev.switchboard.sandbox.phone.FakeDevice.text;
import static dev.switchboard.sandbox.phone.PhoneFixture.ANN;
import static dev.switchboard.sandbox.phone.PhoneFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.ReactionMessage;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.OutgoingMessage;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PhoneTest {

    private final PhoneFixture world = new PhoneFixture();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void keepsWhatItDecrypts() {
        FakeDevice bob = world.bobsDevice();
        world.deliver(ANN, bob.message("M1", text("hello")));

        assertThat(world.annsHistory()).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo("M1");
            assertThat(entry.chat()).isEqualTo(Jid.pn(BOB));
            assertThat(entry.author()).isEqualTo(Jid.pn(BOB));
            assertThat(entry.fromMe()).isFalse();
            assertThat(entry.kind()).isEqualTo(EntryKind.TEXT);
            assertThat(entry.reading().text()).isEqualTo("hello");
            assertThat(entry.copies()).isEqualTo(1);
            assertThat(entry.status()).isEqualTo(MessageStatus.DELIVERED);
            assertThat(entry.at()).isEqualTo(1_700_000_000_000L);
        });
        assertThat(world.network.done).containsExactly(1L);
        assertThat(world.network.sent).as("silent by default").isEmpty();
    }

    @Test
    void countsCopiesOfOneMessageAndListsItOnce() {
        FakeDevice bob = world.bobsDevice();
        world.deliver(ANN, bob.message("M1", text("hello")));
        world.deliver(ANN, bob.message("M1", text("hello")));

        assertThat(world.annsHistory())
                .singleElement()
                .satisfies(entry -> assertThat(entry.copies()).isEqualTo(2));
    }

    @Test
    void takesTheSameCiphertextForNoSecondCopy() {
        FakeDevice bob = world.bobsDevice();
        Node stanza = bob.message("M1", text("hello"));
        world.deliver(ANN, stanza);
        world.deliver(ANN, stanza);

        assertThat(world.annsHistory())
                .singleElement()
                .satisfies(entry -> assertThat(entry.copies()).isEqualTo(1));
        assertThat(world.network.sent).isEmpty();
        assertThat(world.network.done).containsExactly(1L, 2L);
    }

    @Test
    void asksAgainForWhatDoesNotOpenUntilAResendMendsIt() {
        FakeDevice bob = world.bobsDevice();
        Enc good = bob.seal(text("hello"));
        world.deliver(ANN, bob.stanza("M1", damaged(good)));

        Receipt asked = Receipt.of(world.network.nextSent());
        assertThat(asked.type()).contains(ReceiptType.RETRY);
        assertThat(asked.route().to()).contains(bob.pn);
        assertThat(asked.details()).isInstanceOfSatisfying(Receipt.Details.Retry.class, retry -> {
            assertThat(retry.request().id()).isEqualTo("M1");
            assertThat(retry.request().count()).isEqualTo(1);
            assertThat(retry.request().keys()).as("there is no session yet").isPresent();
        });
        assertThat(world.annsHistory())
                .singleElement()
                .satisfies(entry -> assertThat(entry.kind()).isEqualTo(EntryKind.UNDECRYPTABLE));

        world.deliver(ANN, bob.stanza("M1", good));
        assertThat(world.annsHistory()).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(EntryKind.TEXT);
            assertThat(entry.copies()).isEqualTo(1);
            assertThat(entry.reading().text()).isEqualTo("hello");
        });
    }

    @Test
    void offersKeysOnceForADamagedSession() {
        FakeDevice bob = world.bobsDevice();
        world.deliver(ANN, bob.message("M1", text("good")));
        world.deliver(ANN, bob.stanza("M2", damaged(bob.seal(text("bad")))));
        world.deliver(ANN, bob.stanza("M3", damaged(bob.seal(text("bad")))));
        assertThat(offersKeys(world.network.nextSent())).isTrue();
        assertThat(offersKeys(world.network.nextSent())).isFalse();

        world.deliver(ANN, bob.message("M4", text("good")));
        world.deliver(ANN, bob.stanza("M5", damaged(bob.seal(text("bad")))));
        assertThat(offersKeys(world.network.nextSent())).isTrue();
    }

    private static Enc damaged(Enc good) {
        byte[] bytes = good.payload().toByteArray();
        bytes[bytes.length - 20] ^= 1;
        return Enc.of(good.type(), Bytes.copyOf(bytes));
    }

    private static boolean offersKeys(Node receipt) {
        return Receipt.of(receipt).details() instanceof Receipt.Details.Retry(var request)
                && request.keys().isPresent();
    }

    @Test
    void stopsAskingAfterFiveTimes() {
        FakeDevice bob = world.bobsDevice();
        Enc nonsense = Enc.of(EncType.MESSAGE, Bytes.fromHex("33aa"));
        for (int i = 0; i < 8; i++) {
            world.deliver(ANN, bob.stanza("M1", nonsense));
        }

        world.annsHistory();
        assertThat(world.network.sent).hasSize(5);
    }

    @Test
    void writesToAllDevicesOfBothSides() {
        FakeDevice bobsPhone = world.device(world.bob, 0);
        FakeDevice bobsCompanion = world.device(world.bob, 1);
        FakeDevice annsCompanion = world.device(world.ann, 1);
        link(BOB, 1);
        link(ANN, 1);

        Node message = world.annSends(Jid.pn(BOB), new Outgoing.Text("hi", Optional.empty()));

        assertThat(message.requireJid("to")).isEqualTo(Jid.pn(BOB));
        assertThat(OutgoingMessage.of(message).recipients())
                .extracting(OutgoingMessage.Recipient::device)
                .containsExactly(Jid.pn(BOB), Jid.pn(BOB, 1), Jid.pn(ANN, 1));
        assertThat(bobsPhone.openCopy(message))
                .hasValueSatisfying(m -> assertThat(m.getConversation()).isEqualTo("hi"));
        assertThat(bobsCompanion.openCopy(message))
                .hasValueSatisfying(m -> assertThat(m.getConversation()).isEqualTo("hi"));
        assertThat(annsCompanion.openCopy(message)).hasValueSatisfying(m -> {
            assertThat(m.getDeviceSentMessage().getDestinationJid()).isEqualTo(BOB + "@s.whatsapp.net");
            assertThat(m.getDeviceSentMessage().getMessage().getConversation()).isEqualTo("hi");
        });
        assertThat(world.annsHistory()).singleElement().satisfies(entry -> {
            assertThat(entry.fromMe()).isTrue();
            assertThat(entry.status()).isEqualTo(MessageStatus.SENT);
        });
    }

    @Test
    void addressesByHiddenIdWhereItIsToldTo() {
        world.device(world.bob, 0);

        Node message = world.annSends(world.bob.lid(), new Outgoing.Text("hi", Optional.empty()));

        assertThat(message.requireJid("to")).isEqualTo(world.bob.lid());
        assertThat(world.annsHistory())
                .singleElement()
                .satisfies(entry -> assertThat(entry.chat()).isEqualTo(Jid.pn(BOB)));
    }

    @Test
    void followsReceiptsForwardOnly() {
        FakeDevice bob = world.device(world.bob, 0);
        String id = world.annSends(Jid.pn(BOB), new Outgoing.Text("hi", Optional.empty()))
                .requireText("id");

        world.deliver(ANN, bob.receipt(ReceiptType.READ, id));
        assertThat(world.annsHistory().getFirst().status()).isEqualTo(MessageStatus.READ);
        world.deliver(ANN, bob.receipt(ReceiptType.DELIVERED, id));
        assertThat(world.annsHistory().getFirst().status()).isEqualTo(MessageStatus.READ);
    }

    @Test
    void saysWhyTheNetworkRefused() {
        world.device(world.bob, 0);
        CompletableFuture<Sent> sending = CompletableFuture.supplyAsync(
                () -> world.phones.send(ANN, Jid.pn(BOB), new Outgoing.Text("hi", Optional.empty())));
        world.phones.receive(ANN, PhoneFixture.ack(world.network.nextSent(), Optional.of("463")));

        assertThatThrownBy(sending::join)
                .hasCauseInstanceOf(PhoneException.Refused.class)
                .hasMessageContaining("463");
        assertThat(world.annsHistory().getFirst().status()).isEqualTo(MessageStatus.PENDING);
    }

    @Test
    void sendsAgainToADeviceThatCouldNotRead() {
        FakeDevice bob = world.device(world.bob, 1);
        link(BOB, 1);
        Node first = world.annSends(Jid.pn(BOB), new Outgoing.Text("hi", Optional.empty()));
        bob.loseSession();

        world.deliver(ANN, bob.retry(first.requireText("id"), 1, true));
        Node again = world.network.nextSent();

        assertThat(again.requireText("id")).isEqualTo(first.requireText("id"));
        assertThat(again.requireJid("to")).isEqualTo(bob.pn);
        assertThat(again.hasText("device_fanout", "false")).isTrue();
        Enc enc = Enc.of(again.requireChild("enc")).orElseThrow();
        assertThat(enc.retryCount()).isEqualTo(1);
        assertThat(bob.open(enc).getConversation()).isEqualTo("hi");
    }

    @Test
    void fetchesNewKeysForADeviceThatAsksAgainAndAgain() {
        FakeDevice bob = world.device(world.bob, 1);
        link(BOB, 1);
        Node first = world.annSends(Jid.pn(BOB), new Outgoing.Text("hi", Optional.empty()));
        bob.loseSession();

        world.deliver(ANN, bob.retry(first.requireText("id"), 3, false));

        Enc enc = Enc.of(world.network.nextSent().requireChild("enc")).orElseThrow();
        assertThat(enc.type()).isEqualTo(EncType.PRE_KEY_MESSAGE);
        assertThat(bob.open(enc).getConversation()).isEqualTo("hi");
    }

    @Test
    void tellsNobodyElseWhatItSent() {
        world.device(world.bob, 0);
        Node first = world.annSends(Jid.pn(BOB), new Outgoing.Text("hi", Optional.empty()));
        var carol = world.phones.createAccount(Optional.empty(), Optional.of("Carol"), Optional.empty());
        world.network.sent.clear();

        world.deliver(ANN, world.device(carol, 0).retry(first.requireText("id"), 1, true));

        world.annsHistory();
        assertThat(world.network.sent).isEmpty();
    }

    @Test
    void showsEditsReactionsAndRevocationsOnTheMessageTheyConcern() {
        FakeDevice bob = world.bobsDevice();
        world.deliver(ANN, bob.message("M1", text("helo")));
        MessageKey key = MessageKey.newBuilder()
                .setId("M1")
                .setFromMe(true)
                .setRemoteJid(ANN + "@s.whatsapp.net")
                .build();

        world.deliver(ANN, bob.message("M2", edit(key, "hello")));
        world.deliver(ANN, bob.message("M3", reaction(key, "👍")));
        assertThat(world.annsHistory()).singleElement().satisfies(entry -> {
            assertThat(entry.reading().text()).isEqualTo("hello");
            assertThat(entry.edited()).isTrue();
            assertThat(entry.reaction()).isEqualTo("👍");
        });

        world.deliver(ANN, bob.message("M4", reaction(key, "")));
        world.deliver(ANN, bob.message("M5", revoke(key)));
        assertThat(world.annsHistory()).singleElement().satisfies(entry -> {
            assertThat(entry.reaction()).isNull();
            assertThat(entry.revoked()).isTrue();
            assertThat(entry.reading().text()).isNull();
        });
    }

    @Test
    void letsOnlyTheAuthorEditAndRevoke() {
        FakeDevice bob = world.bobsDevice();
        world.device(world.bob, 0);
        String id = world.annSends(Jid.pn(BOB), new Outgoing.Text("mine", Optional.empty()))
                .requireText("id");
        MessageKey key = MessageKey.newBuilder().setId(id).setFromMe(true).build();

        world.deliver(ANN, bob.message("M2", edit(key, "yours")));
        world.deliver(ANN, bob.message("M3", revoke(key)));

        assertThat(world.annsHistory()).singleElement().satisfies(entry -> {
            assertThat(entry.reading().text()).isEqualTo("mine");
            assertThat(entry.revoked()).isFalse();
        });
        assertThatThrownBy(() -> world.phones.send(ANN, Jid.pn(BOB), new Outgoing.Edit("nothing", "x")))
                .isInstanceOf(PhoneException.UnknownMessage.class);
    }

    @Test
    void sendsReactionsEditsRevocationsAndQuotes() {
        FakeDevice bob = world.device(world.bob, 0);
        Node said = world.annSends(Jid.pn(BOB), new Outgoing.Text("helo", Optional.empty()));
        String id = said.requireText("id");
        assertThat(bob.openCopy(said)).isPresent();

        Node edited = world.annSends(Jid.pn(BOB), new Outgoing.Edit(id, "hello"));
        assertThat(edited.hasText("edit", "1")).isTrue();
        assertThat(bob.openCopy(edited)).hasValueSatisfying(m -> {
            ProtocolMessage inner = m.getEditedMessage().getMessage().getProtocolMessage();
            assertThat(inner.getKey().getId()).isEqualTo(id);
            assertThat(inner.getEditedMessage().getConversation()).isEqualTo("hello");
        });

        Node quoting = world.annSends(Jid.pn(BOB), new Outgoing.Text("and", Optional.of(id)));
        assertThat(bob.openCopy(quoting)).hasValueSatisfying(m -> {
            ExtendedTextMessage text = m.getExtendedTextMessage();
            assertThat(text.getContextInfo().getStanzaId()).isEqualTo(id);
            assertThat(text.getContextInfo().getParticipant()).isEqualTo(ANN + "@s.whatsapp.net");
            assertThat(text.getContextInfo().getQuotedMessage().getConversation())
                    .isEqualTo("hello");
        });

        Node reacting = world.annSends(Jid.pn(BOB), new Outgoing.Reaction(id, "👍"));
        assertThat(reacting.requireText("type")).isEqualTo("reaction");
        assertThat(bob.openCopy(reacting)).hasValueSatisfying(m -> {
            assertThat(m.getReactionMessage().getText()).isEqualTo("👍");
            assertThat(m.getReactionMessage().getKey().getFromMe()).isTrue();
        });

        Node revoking = world.annSends(Jid.pn(BOB), new Outgoing.Revoke(id));
        assertThat(revoking.hasText("edit", "7")).isTrue();
        assertThat(bob.openCopy(revoking))
                .hasValueSatisfying(
                        m -> assertThat(m.getProtocolMessage().getType()).isEqualTo(ProtocolMessage.Type.REVOKE));

        assertThat(world.annsHistory()).hasSize(2);
        assertThat(world.annsHistory().getFirst()).satisfies(entry -> {
            assertThat(entry.revoked()).isTrue();
            assertThat(entry.edited()).isTrue();
        });
    }

    @Test
    void keepsWhatItsOwnCompanionsSend() {
        FakeDevice companion = world.device(world.ann, 1);
        companion.begin(world.network.bundleOf(ANN));
        world.deliver(ANN, companion.ownCopy("M1", Jid.pn(BOB), text("from my desk")));

        assertThat(world.annsHistory()).singleElement().satisfies(entry -> {
            assertThat(entry.fromMe()).isTrue();
            assertThat(entry.chat()).isEqualTo(Jid.pn(BOB));
            assertThat(entry.author()).isEqualTo(Jid.pn(ANN));
            assertThat(entry.device()).isEqualTo(1);
            assertThat(entry.status()).isEqualTo(MessageStatus.SENT);
        });
    }

    @Test
    void comesBackAfterARestartWithSessionsHistoryAndHabits() {
        FakeDevice bob = world.bobsDevice();
        FakeDevice bobsPhone = world.device(world.bob, 0);
        world.deliver(ANN, bob.message("M1", text("before")));
        Node sent = world.annSends(Jid.pn(BOB), new Outgoing.Text("reply", Optional.empty()));
        world.phones.behave(ANN, new AutoBehaviour(AutoBehaviour.Receipts.DELIVERED, Optional.empty(), Duration.ZERO));

        world.restart();
        world.deliver(ANN, bob.message("M2", text("after")));

        assertThat(Receipt.of(world.network.nextSent()).id()).isEqualTo("M2");
        assertThat(world.annsHistory())
                .extracting(entry -> entry.reading().text())
                .containsExactly("before", "reply", "after");
        world.deliver(ANN, bobsPhone.retry(sent.requireText("id"), 1, true));
        assertThat(bobsPhone
                        .open(Enc.of(world.network.nextSent().requireChild("enc"))
                                .orElseThrow())
                        .getConversation())
                .isEqualTo("reply");
    }

    @Test
    void savesAndSendsInOneStep() {
        world.bobsDevice();
        world.device(world.bob, 0);
        world.annSends(Jid.pn(BOB), new Outgoing.Text("hi", Optional.empty()));

        assertThat(world.network.saved.get(ANN).keySet())
                .contains("session/" + world.bob.lid(), "message/0")
                .anyMatch(key -> key.startsWith("sent/"));
    }

    @Test
    void confirmsAndAnswersByItselfAfterItsLatency() {
        FakeDevice bob = world.bobsDevice();
        world.device(world.bob, 0);
        world.phones.behave(
                ANN,
                new AutoBehaviour(
                        AutoBehaviour.Receipts.READ, Optional.of(AutoBehaviour.ECHO), Duration.ofMillis(300)));
        world.deliver(ANN, bob.message("M1", text("hello")));

        assertThat(world.timers.goOff()).isEqualTo(Duration.ofMillis(300));
        assertThat(Receipt.of(world.network.nextSent()).type()).contains(ReceiptType.DELIVERED);
        assertThat(Receipt.of(world.network.nextSent()).type()).contains(ReceiptType.READ);
        Node reply = world.network.nextSent();
        assertThat(reply.requireJid("to")).isEqualTo(Jid.pn(BOB));
        assertThat(world.annsHistory().getLast().reading().text()).isEqualTo("hello");
    }

    @Test
    void doesNotAnswerAPhoneThatAnswersByItself() {
        AutoBehaviour echo =
                new AutoBehaviour(AutoBehaviour.Receipts.NONE, Optional.of(AutoBehaviour.ECHO), Duration.ZERO);
        world.phones.behave(ANN, echo);
        world.phones.behave(BOB, echo);
        FakeDevice bobsPhone = world.device(world.bob, 0);
        bobsPhone.begin(world.network.bundleOf(ANN));
        world.deliver(ANN, bobsPhone.message("M1", text("hello")));

        assertThat(world.annsHistory()).hasSize(1);
        assertThat(world.network.sent).isEmpty();
    }

    @Test
    void refusesToWriteToNobody() {
        assertThatThrownBy(() -> world.phones.send(ANN, Jid.pn(BOB), new Outgoing.Text("hi", Optional.empty())))
                .as("the network has no keys for Bob's phone")
                .isInstanceOf(PhoneException.Unreachable.class);
        assertThat(world.annsHistory()).isEmpty();
        assertThat(world.network.sent).isEmpty();
    }

    @Test
    void refusesWhatItCannotSend() {
        assertThatThrownBy(
                        () -> world.phones.send(ANN, Jid.pn("15550109999"), new Outgoing.Text("x", Optional.empty())))
                .isInstanceOf(PhoneException.UnknownRecipient.class);
        assertThatThrownBy(
                        () -> world.phones.send(ANN, Jid.newsletter("123"), new Outgoing.Text("x", Optional.empty())))
                .isInstanceOf(PhoneException.UnsupportedChat.class);
        world.network.answerOther = iq -> Iq.serverError(iq, 403, "forbidden");
        assertThatThrownBy(() -> world.phones.send(ANN, Jid.group("123"), new Outgoing.Text("x", Optional.empty())))
                .isInstanceOf(PhoneException.Refused.class);
        FakeDevice bob = world.bobsDevice();
        world.deliver(ANN, bob.message("M1", text("his")));
        assertThatThrownBy(() -> world.phones.send(ANN, Jid.pn(BOB), new Outgoing.Revoke("M1")))
                .isInstanceOf(PhoneException.ForeignMessage.class);
    }

    @Test
    void laysDownMoreKeysWhenFewAreLeft() {
        world.deliver(
                ANN,
                Node.builder("notification")
                        .attr("type", "encrypt")
                        .attr("id", "n1")
                        .attr("from", Jid.SERVER)
                        .child(Node.builder("count").attr("value", 3))
                        .build());

        Node upload = world.network.nextSent();
        assertThat(upload.hasText("xmlns", "encrypt")).isTrue();
        assertThat(upload.requireChild("list").children("key")).hasSize(30);
    }

    @Test
    void startsAnewWithAnotherIdentity() {
        Bytes before = world.network.saved.get(ANN).get("identity");
        FakeDevice bob = world.bobsDevice();
        world.deliver(ANN, bob.message("M1", text("before")));

        world.phones.changeIdentity(ANN);

        assertThat(world.network.saved.get(ANN).get("identity")).isNotEqualTo(before);
        assertThat(world.network.saved.get(ANN).keySet()).noneMatch(key -> key.startsWith("session/"));
        bob.begin(world.network.bundleOf(ANN));
        world.deliver(ANN, bob.message("M2", text("after")));
        assertThat(world.annsHistory()).extracting(HistoryEntry::id).containsExactly("M1", "M2");
    }

    private void link(String phone, int device) {
        world.phones.companionReady(phone, PhoneFixture.ready(device, 1, 0));
        world.phones.history(phone);
        world.network.sent.clear();
    }

    private static Message edit(MessageKey key, String text) {
        return protocol(ProtocolMessage.newBuilder()
                .setKey(key)
                .setType(ProtocolMessage.Type.MESSAGE_EDIT)
                .setEditedMessage(text(text)));
    }

    private static Message revoke(MessageKey key) {
        return protocol(ProtocolMessage.newBuilder().setKey(key).setType(ProtocolMessage.Type.REVOKE));
    }

    private static Message reaction(MessageKey key, String emoji) {
        return Message.newBuilder()
                .setReactionMessage(ReactionMessage.newBuilder().setKey(key).setText(emoji))
                .build();
    }

    private static Message protocol(ProtocolMessage.Builder protocol) {
        return Message.newBuilder().setProtocolMessage(protocol).build();
    }
}
