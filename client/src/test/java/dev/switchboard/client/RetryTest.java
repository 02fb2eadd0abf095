// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.ClientEvent.MessageReceived;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestResponseMessage;
import dev.switchboard.wire.proto.WebMessageInfo;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.RetryRequest;
import dev.switchboard.wire.stanza.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryTest {

    private final Stage stage = new Stage("retry").linked();
    private final Contact bob = new Contact(stage);

    private static RetryRequest retry(Node receipt) {
        Receipt read = Receipt.of(receipt);
        return ((Receipt.Details.Retry) read.details()).request();
    }

    private Line met() throws Exception {
        Line line = stage.login();
        bob.meet(1);
        line.say(bob.deliver("T0", Contact.LID, bob.phone.encrypt(Contact.text("first"))));
        line.nextReceipt();
        stage.event(MessageReceived.class);
        return line;
    }

    // Asking

    @Test
    void asksAgainForWhatItCannotRead() throws Exception {
        Line line = met();
        line.say(bob.deliver("T1", Contact.LID, Contact.damaged(bob.phone.encrypt(Contact.text("lost")))));
        assertThat(line.nextAck().text("id")).contains("T1");
        Node receipt = line.nextReceipt();
        assertThat(receipt.text("type")).contains("retry");
        RetryRequest request = retry(receipt);
        assertThat(request.count()).isEqualTo(1);
        assertThat(request.errorCode()).isEqualTo(7);
        assertThat(request.keys()).isPresent();
        ClientEvent.MessageUndecryptable told = stage.event(ClientEvent.MessageUndecryptable.class);
        assertThat(told.placeholder().id()).isEqualTo("T1");
        assertThat(told.reason()).isEqualTo("retry-bad_mac");
    }

    @Test
    void sendsKeysAlongAtOnceWhenThereIsNoSession() throws Exception {
        Line line = stage.login();
        bob.meet(1);
        bob.phone.encrypt(Contact.text("swallowed"));
        FakeDevice stranger = new FakeDevice(Contact.LID, stage.random);
        stranger.open(stage.clientBundle(2));
        stage.memory.commit(new StoreBatch(List.of(new StoreChange.RemovePreKey(2)), List.of()));
        line.say(bob.deliver("T1", Contact.LID, stranger.encrypt(Contact.text("hello"))));
        RetryRequest request = retry(line.nextReceipt());
        assertThat(request.errorCode()).isEqualTo(3);
        KeyBundle keys = request.keys().orElseThrow();
        assertThat(keys.deviceIdentity()).isPresent();
        stranger.forgetSession();
        stranger.open(keys.preKeyBundle());
        line.say(bob.deliver(
                "T1", Contact.LID, stranger.encrypt(Contact.text("hello")).withRetryCount(1)));
        assertThat(stage.event(MessageReceived.class).message().text()).contains("hello");
    }

    @Test
    void asksFiveTimesWithKeys() throws Exception {
        Line line = met();
        for (int count = 1; count <= 5; count++) {
            line.say(bob.deliver("T1", Contact.LID, Contact.damaged(bob.phone.encrypt(Contact.text("lost")))));
            RetryRequest request = retry(line.nextReceipt());
            assertThat(request.count()).isEqualTo(count);
            assertThat(request.keys()).isPresent();
        }
        line.say(bob.deliver("T1", Contact.LID, Contact.damaged(bob.phone.encrypt(Contact.text("lost")))));
        line.say(bob.deliver("T2", Contact.LID, bob.phone.encrypt(Contact.text("next"))));
        assertThat(line.nextReceipt().text("type")).isEmpty();
        assertThat(stage.memory.events().stream().filter(ClientEvent.MessageUndecryptable.class::isInstance))
                .hasSize(1);
    }

    @Test
    void theCountOutlivesARestart() throws Exception {
        Line line = met();
        line.say(bob.deliver("T1", Contact.LID, Contact.damaged(bob.phone.encrypt(Contact.text("lost")))));
        line.nextReceipt();
        stage.newCompanion();
        Line next = stage.login();
        next.say(bob.deliver("T1", Contact.LID, Contact.damaged(bob.phone.encrypt(Contact.text("lost")))));
        assertThat(retry(next.nextReceipt()).count()).isEqualTo(2);
    }

    @Test
    void tellsTheMessageWhenItComesAgainReadable() throws Exception {
        Line line = met();
        line.say(bob.deliver("T1", Contact.LID, Contact.damaged(bob.phone.encrypt(Contact.text("lost")))));
        line.nextReceipt();
        line.say(bob.deliver(
                "T1", Contact.LID, bob.phone.encrypt(Contact.text("found")).withRetryCount(1)));
        assertThat(stage.event(MessageReceived.class).message().text()).contains("found");
        assertThat(line.nextReceipt().text("type")).isEmpty();
    }

    @Test
    void asksTheOwnPhoneAfterAWhileAndTellsItsAnswerOnce() throws Exception {
        Line line = met();
        stage.phone.open(stage.clientBundle(5));
        line.say(peer("P0", PeerMessages.appStateException(List.of(), stage.clock.instant())));
        line.nextReceipt();
        line.say(bob.deliver("T1", Contact.LID, Contact.damaged(bob.phone.encrypt(Contact.text("lost")))));
        line.nextReceipt();
        stage.settle();
        stage.timer.advance(Duration.ofSeconds(5));
        Node request = line.nextMessage();
        assertThat(request.text("category")).contains("peer");
        assertThat(request.requireJid("to")).isEqualTo(Stage.PN.bare());
        Enc enc =
                dev.switchboard.wire.stanza.OutgoingMessage.of(request).direct().getFirst();
        PeerDataOperationRequestMessage asked =
                stage.phone.decrypt(enc).getProtocolMessage().getPeerDataOperationRequestMessage();
        MessageKey key = asked.getPlaceholderMessageResendRequest(0).getMessageKey();
        assertThat(key.getId()).isEqualTo("T1");
        assertThat(key.getRemoteJid()).isEqualTo(Contact.LID.toString());

        WebMessageInfo stored = WebMessageInfo.newBuilder()
                .setKey(key)
                .setMessage(Contact.text("from the phone's memory"))
                .setMessageTimestamp(stage.clock.instant().getEpochSecond())
                .build();
        Message answer = PeerMessages.response(PeerDataOperationRequestResponseMessage.newBuilder()
                .setStanzaId(request.requireText("id"))
                .addPeerDataOperationResult(PeerDataOperationRequestResponseMessage.PeerDataOperationResult.newBuilder()
                        .setPlaceholderMessageResendResponse(
                                PeerDataOperationRequestResponseMessage.PeerDataOperationResult
                                        .PlaceholderMessageResendResponse.newBuilder()
                                        .setWebMessageInfoBytes(stored.toByteString())))
                .build());
        line.say(peer("P1", answer));
        MessageReceived recovered = stage.event(MessageReceived.class);
        assertThat(recovered.message().id()).isEqualTo("T1");
        assertThat(recovered.message().text()).contains("from the phone's memory");
        assertThat(line.nextReceipt().text("type")).contains("peer_msg");

        line.say(bob.deliver(
                "T1", Contact.LID, bob.phone.encrypt(Contact.text("late")).withRetryCount(1)));
        line.nextReceipt();
        stage.settle();
        assertThat(stage.memory.events().stream()
                        .filter(event -> event instanceof MessageReceived(var message)
                                && message.id().equals("T1")))
                .hasSize(1);
    }

    private Node peer(String id, Message message) {
        return bob.deliver(id, Stage.LID.bare(), stage.phone.encrypt(message)).toBuilder()
                .attr("category", "peer")
                .attr("sender_pn", Stage.PN.bare())
                .build();
    }

    @Test
    void asksThePhoneForWhatTheServerHoldsBack() throws Exception {
        Line line = met();
        stage.phone.open(stage.clientBundle(5));
        line.say(peer("P0", PeerMessages.appStateException(List.of(), stage.clock.instant())));
        line.nextReceipt();
        line.say(Node.builder("message")
                .attr("id", "T1")
                .attr("from", Contact.LID)
                .attr("t", stage.clock.instant().getEpochSecond())
                .attr("type", "media")
                .child(Node.builder("unavailable").attr("type", "view_once").build())
                .build());
        assertThat(line.nextAck().text("id")).contains("T1");
        assertThat(stage.event(ClientEvent.MessageUndecryptable.class).reason()).isEqualTo("unavailable-view_once");
        stage.settle();
        stage.timer.advance(Duration.ofSeconds(5));
        assertThat(line.nextMessage().text("category")).contains("peer");
    }

    @Test
    void asksTheOwnPhoneAfterARestartForWhatWasLeft() throws Exception {
        Line line = met();
        stage.phone.open(stage.clientBundle(5));
        line.say(peer("P0", PeerMessages.appStateException(List.of(), stage.clock.instant())));
        line.nextReceipt();
        line.say(bob.deliver("T1", Contact.LID, Contact.damaged(bob.phone.encrypt(Contact.text("lost")))));
        line.nextReceipt();
        stage.settle();
        stage.companion.stop().await(ScriptedServer.PATIENCE);
        stage.newCompanion();
        Line next = stage.login();
        stage.settle();
        stage.timer.advance(Duration.ofSeconds(5));
        Node request = next.nextMessage();
        assertThat(request.text("category")).contains("peer");
        Enc enc =
                dev.switchboard.wire.stanza.OutgoingMessage.of(request).direct().getFirst();
        assertThat(stage.phone
                        .decrypt(enc)
                        .getProtocolMessage()
                        .getPeerDataOperationRequestMessage()
                        .getPlaceholderMessageResendRequest(0)
                        .getMessageKey()
                        .getId())
                .isEqualTo("T1");
    }

    @Test
    void doesNotAskThePhoneForWhatBecameReadable() throws Exception {
        Line line = met();
        stage.phone.open(stage.clientBundle(5));
        line.say(peer("P0", PeerMessages.appStateException(List.of(), stage.clock.instant())));
        line.nextReceipt();
        line.say(bob.deliver("T1", Contact.LID, Contact.damaged(bob.phone.encrypt(Contact.text("lost")))));
        line.nextReceipt();
        line.say(bob.deliver(
                "T1", Contact.LID, bob.phone.encrypt(Contact.text("found")).withRetryCount(1)));
        stage.event(MessageReceived.class);
        stage.settle();
        stage.timer.advance(Duration.ofSeconds(5));
        stage.settle();
        stage.companion.send(OutgoingMessage.text("OWN", Contact.PN, "a message of ours"));
        Node message = line.next("message or question", node -> node.hasTag("message") || node.hasChild("usync"));
        assertThat(message.text("category")).isEmpty();
    }

    // Answering

    private Line sent(String id, String text) throws Exception {
        Line line = stage.login();
        stage.companion.send(OutgoingMessage.text(id, Contact.PN, text));
        bob.introduce(line);
        Node message = line.nextMessage();
        bob.companion.decrypt(Contact.encFor(message, bob.companion.lid));
        bob.acknowledge(line, message);
        return line;
    }

    private Node request(String id, int count, FakeDevice device, boolean withKeys) {
        RetryRequest request = new RetryRequest(
                id,
                count,
                Optional.of(stage.clock.instant()),
                0,
                device.identity().registrationId(),
                withKeys ? Optional.of(device.bundle()) : Optional.empty());
        return Receipt.retry(Route.from(device.lid), request).toNode();
    }

    private static Enc direct(Node message) {
        return dev.switchboard.wire.stanza.OutgoingMessage.of(message).direct().getFirst();
    }

    @Test
    void sendsADeviceThatAsksWithKeysItsCopyInANewSession() throws Exception {
        Line line = sent("M1", "hello");
        bob.companion.forgetSession();
        line.say(request("M1", 1, bob.companion, true));
        Node copy = line.nextMessage();
        assertThat(copy.text("id")).contains("M1");
        assertThat(copy.requireJid("to")).isEqualTo(bob.companion.lid);
        assertThat(copy.hasChild("participants")).isFalse();
        assertThat(direct(copy).retryCount()).isEqualTo(1);
        assertThat(MessageText.of(bob.companion.decrypt(direct(copy)))).contains("hello");
        assertThat(line.nextAck().text("class")).contains("receipt");
    }

    @Test
    void usesTheSessionThereIsWhenNoKeysCome() throws Exception {
        Line line = sent("M1", "hello");
        line.say(request("M1", 1, bob.companion, false));
        Node copy = line.nextMessage();
        assertThat(MessageText.of(bob.companion.decrypt(direct(copy)))).contains("hello");
    }

    @Test
    void fetchesKeysWhenTheDeviceHasRegisteredAnew() throws Exception {
        Line line = sent("M1", "hello");
        FakeDevice anew = new FakeDevice(bob.companion.lid, stage.random);
        line.say(request("M1", 1, anew, false));
        stage.answerKeys(line, line.nextIqWith("key"), anew);
        assertThat(MessageText.of(anew.decrypt(direct(line.nextMessage())))).contains("hello");
    }

    @Test
    void fetchesKeysWhenTheSameSessionFailsAgainAndAgain() throws Exception {
        Line line = sent("M1", "hello");
        line.say(request("M1", 1, bob.companion, false));
        line.nextMessage();
        line.say(request("M1", 2, bob.companion, false));
        line.nextMessage();
        line.say(request("M1", 3, bob.companion, false));
        stage.answerKeys(line, line.nextIqWith("key"), bob.companion);
        assertThat(MessageText.of(bob.companion.decrypt(direct(line.nextMessage()))))
                .contains("hello");
    }

    @Test
    void givesOwnDevicesTheirCopyWithItsDestination() throws Exception {
        Line line = sent("M1", "hello");
        FakeDevice other = new FakeDevice(Stage.LID.withDevice(4), stage.random);
        line.say(request("M1", 1, other, true));
        Node copy = line.nextMessage();
        assertThat(copy.requireJid("recipient")).isEqualTo(Contact.LID);
        Message own = other.decrypt(direct(copy));
        assertThat(own.getDeviceSentMessage().getDestinationJid()).isEqualTo(Contact.LID.toString());
    }

    @Test
    void doesNotGiveMessagesToThirdPersons() throws Exception {
        Line line = sent("M1", "hello");
        FakeDevice eve = new FakeDevice(Jid.lid("100000000000666"), stage.random);
        line.say(request("M1", 1, eve, true));
        assertThat(line.nextAck().text("class")).contains("receipt");
        line.say(request("M1", 1, bob.companion, true));
        assertThat(line.nextMessage().requireJid("to")).isEqualTo(bob.companion.lid);
    }

    @Test
    void stopsAnsweringAfterTenTimes() throws Exception {
        Line line = sent("M1", "hello");
        for (int i = 1; i <= 10; i++) {
            line.say(request("M1", i, bob.companion, true));
            line.nextMessage();
        }
        line.say(request("M1", 11, bob.companion, true));
        line.say(request("M1", 1, bob.phone, true));
        assertThat(line.nextMessage().requireJid("to")).isEqualTo(bob.phone.lid);
    }

    @Test
    void aCopyIsSentAgainAfterACrashLikeAnyMessage() throws Exception {
        Line line = sent("M1", "hello");
        line.say(request("M1", 1, bob.companion, true));
        Node copy = line.nextMessage();
        stage.newCompanion();
        Line next = stage.login();
        assertThat(next.nextMessage()).isEqualTo(copy);
        bob.acknowledge(next, copy);
        stage.settle();
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 5)).isEmpty();
    }

    private Node requestAt(String id, int count, long seconds) {
        return request(id, count, bob.companion, false).toBuilder()
                .attr("t", seconds)
                .build();
    }

    @Test
    void aRequestThatIsDeliveredTwiceIsAnsweredOnce() throws Exception {
        Line line = sent("M1", "hello");
        line.say(requestAt("M1", 1, 1_700_000_000));
        Node copy = line.nextMessage();
        bob.acknowledge(line, copy);
        line.say(requestAt("M1", 1, 1_700_000_000));
        line.say(requestAt("M1", 2, 1_700_000_000));
        assertThat(direct(line.nextMessage()).retryCount()).isEqualTo(2);
        line.say(requestAt("M1", 2, 1_700_000_001));
        assertThat(direct(line.nextMessage()).retryCount()).isEqualTo(2);
    }

    @Test
    void aRequestThatIsDeliveredAgainAfterARestartIsAnsweredOnce() throws Exception {
        Line line = sent("M1", "hello");
        line.say(requestAt("M1", 1, 1_700_000_000));
        bob.acknowledge(line, line.nextMessage());
        stage.settle();
        stage.newCompanion();
        Line next = stage.login();
        next.say(requestAt("M1", 1, 1_700_000_000));
        next.say(requestAt("M1", 1, 1_700_000_060));
        next.nextMessage();
        stage.settle();
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 5)).hasSize(1);
    }
}
