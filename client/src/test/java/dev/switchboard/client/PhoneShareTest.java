// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.ClientEvent.HistoryReceived;
import dev.switchboard.client.event.HistoryChunk;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.appstate.CollectionState;
import dev.switchboard.wire.appstate.PatchEncoder;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.AppStateSyncKeyFingerprint;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncMsg;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.HistorySyncType;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PhoneNumberToLIDMapping;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import dev.switchboard.wire.stanza.OutgoingMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class PhoneShareTest {

    private static final String CRITICAL = AppStateCollection.CRITICAL_BLOCK.wireName();

    private final Stage stage = new Stage("phone share").linked();
    private final Contact bob = new Contact(stage);

    private Line metPhone() throws Exception {
        Line line = stage.login();
        stage.phone.open(stage.clientBundle(1));
        return line;
    }

    private Node peer(String id, Message message) {
        return bob.deliver(id, Stage.LID.bare(), stage.phone.encrypt(message)).toBuilder()
                .attr("category", "peer")
                .attr("sender_pn", Stage.PN.bare())
                .build();
    }

    private static ByteString zlib(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(plain);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private HistorySync history() {
        return HistorySync.newBuilder()
                .setSyncType(HistorySyncType.INITIAL_BOOTSTRAP)
                .addConversations(Conversation.newBuilder()
                        .setId(Contact.PN.toString())
                        .setUnreadCount(2)
                        .setConversationTimestamp(1_790_000_000)
                        .setTcToken(ByteString.copyFromUtf8("token"))
                        .setTcTokenTimestamp(stage.clock.instant().getEpochSecond())
                        .addMessages(stored("H2", true, "mine", WebMessageInfo.Status.READ))
                        .addMessages(stored("H1", false, "theirs", WebMessageInfo.Status.SERVER_ACK)))
                .addPushnames(Pushname.newBuilder().setId(Contact.PN.toString()).setPushname("Bob"))
                .addPhoneNumberToLidMappings(PhoneNumberToLIDMapping.newBuilder()
                        .setPnJid(Contact.PN.toString())
                        .setLidJid(Contact.LID.toString()))
                .setNctSalt(ByteString.copyFromUtf8("salt"))
                .build();
    }

    private static HistorySyncMsg stored(String id, boolean mine, String text, WebMessageInfo.Status status) {
        return HistorySyncMsg.newBuilder()
                .setMessage(WebMessageInfo.newBuilder()
                        .setKey(MessageKeys.of(Contact.PN, mine, id))
                        .setMessage(Contact.text(text))
                        .setMessageTimestamp(1_790_000_000)
                        .setStatus(status))
                .build();
    }

    @Test
    void takesHistoryIn() throws Exception {
        Line line = metPhone();
        Message message = PeerMessages.history(HistorySyncNotification.newBuilder()
                .setSyncType(HistorySyncType.INITIAL_BOOTSTRAP)
                .setChunkOrder(0)
                .setProgress(50)
                .setInitialHistBootstrapInlinePayload(zlib(history().toByteArray()))
                .build());
        line.say(peer("P1", message));
        HistoryChunk chunk = stage.event(HistoryReceived.class).chunk();
        assertThat(chunk.type()).isEqualTo("INITIAL_BOOTSTRAP");
        assertThat(chunk.progress()).contains(50);
        HistoryChunk.Conversation chat = chunk.conversations().getFirst();
        assertThat(chat.chat().jid())
                .as("told under the hidden id that came behind it")
                .isEqualTo(Contact.LID);
        assertThat(chat.chat().pn()).contains(Contact.PN);
        assertThat(chat.unread()).isEqualTo(2);
        assertThat(chat.messages())
                .extracting(one -> one.message().text().orElse(""))
                .containsExactly("mine", "theirs");
        assertThat(chat.messages().getFirst().message().fromMe()).isTrue();
        assertThat(chat.messages().getFirst().status()).contains(MessageStatus.READ);
        assertThat(chunk.names().getFirst().name()).isEqualTo("Bob");
        assertThat(stage.memory.lidOf(Contact.PN)).contains(Contact.LID);
        assertThat(stage.memory.privacyToken(Contact.LID)).isPresent();
        assertThat(stage.credentials().shared().nctSalt()).isEqualTo(Bytes.utf8("salt"));
        assertThat(line.nextReceipt().text("type")).contains("peer_msg");
        Node done = line.nextReceipt();
        assertThat(done.text("type")).contains("hist_sync");
        assertThat(done.requireJid("to")).isEqualTo(Stage.PN.bare());
    }

    @Test
    void remembersHistoryThatDoesNotComeAlong() throws Exception {
        Line line = metPhone();
        line.say(peer(
                "P1",
                PeerMessages.history(HistorySyncNotification.newBuilder()
                        .setSyncType(HistorySyncType.RECENT)
                        .setChunkOrder(3)
                        .setDirectPath("/v/t62/history")
                        .build())));
        assertThat(line.nextReceipt().text("type")).contains("peer_msg");
        line.say(MediaShelf.connection(line.nextIqWith("media_conn")));
        SyncEvent.HistoryStuck stuck = stage.event(SyncEvent.HistoryStuck.class);
        assertThat(stuck.order()).isEqualTo(3);
        assertThat(stuck.retrying()).isTrue();
        assertThat(stage.memory.pendingHistory()).containsOnlyKeys("P1");
        line.say(peer("P2", Contact.text("next")));
        assertThat(line.nextReceipt().text("id"))
                .as("no claim to have taken in what was not fetched")
                .contains("P2");
    }

    @Test
    void takesHistoryInAroundTimesThatAreNone() throws Exception {
        Line line = metPhone();
        HistorySync.Builder history = history().toBuilder();
        Conversation.Builder chat = history.getConversationsBuilder(0)
                .setConversationTimestamp(Long.MAX_VALUE)
                .setTcTokenTimestamp(-1);
        chat.getMessagesBuilder(0).getMessageBuilder().setMessageTimestamp(Long.MAX_VALUE);
        line.say(peer(
                "P1",
                PeerMessages.history(HistorySyncNotification.newBuilder()
                        .setSyncType(HistorySyncType.INITIAL_BOOTSTRAP)
                        .setInitialHistBootstrapInlinePayload(
                                zlib(history.build().toByteArray()))
                        .build())));
        HistoryChunk.Conversation taken =
                stage.event(HistoryReceived.class).chunk().conversations().getFirst();
        assertThat(taken.messages())
                .extracting(one -> one.message().text().orElse(""))
                .containsExactly("theirs");
        assertThat(stage.memory.privacyToken(Contact.LID)).isEmpty();
    }

    @Test
    void survivesHistoryThatIsDamaged() throws Exception {
        Line line = metPhone();
        line.say(peer(
                "P1",
                PeerMessages.history(HistorySyncNotification.newBuilder()
                        .setSyncType(HistorySyncType.INITIAL_BOOTSTRAP)
                        .setInitialHistBootstrapInlinePayload(ByteString.copyFromUtf8("no zlib"))
                        .build())));
        assertThat(line.nextAck().text("error")).contains("491");
        line.say(peer("P2", Contact.text("still here")));
        assertThat(line.nextReceipt().text("id")).contains("P2");
    }

    private final SyncKey key = SyncKey.generate(0, 1, new SeededRandom(9));

    private Message keyShare() {
        return PeerMessages.keyShare(
                List.of(key.toProto(AppStateSyncKeyFingerprint.getDefaultInstance(), stage.clock.instant())));
    }

    private PatchEncoder.Encoded patch(CollectionState base, String name) {
        return PatchEncoder.encode(
                base,
                List.of(new SyncAction.PushName(name).at(stage.clock.instant()).draft()),
                key,
                _ -> Optional.empty(),
                stage.random);
    }

    @Test
    void learnsItsNameOnceThePhoneHasSharedTheKeys() throws Exception {
        Line line = metPhone();
        line.say(peer("P1", keyShare()));
        Node request = line.nextIqWith("sync");
        AppStateStanzas.Wanted wanted = AppStateStanzas.wanted(request).getFirst();
        assertThat(wanted.name()).isEqualTo(CRITICAL);
        assertThat(wanted.snapshot()).isTrue();
        var first = patch(CollectionState.initial(CRITICAL), "Ada Lovelace");
        line.say(AppStateStanzas.answer(request, List.of(answer(first.patch().toByteArray(), 1))));
        ClientEvent.PushNameChanged renamed = stage.event(ClientEvent.PushNameChanged.class);
        assertThat(renamed.self()).isTrue();
        assertThat(renamed.name()).isEqualTo("Ada Lovelace");
        Node presence = line.next("presence", node -> node.hasTag("presence") && node.hasText("name", "Ada Lovelace"));
        assertThat(presence.text("type")).contains("available");
        assertThat(stage.companion.account().orElseThrow().pushName()).contains("Ada Lovelace");
        assertThat(stage.credentials().shared().newestSyncKeyId()).isEqualTo(key.id());
    }

    private static AppStateStanzas.Answer answer(byte[] patch, long version) {
        return new AppStateStanzas.Answer(
                CRITICAL,
                OptionalLong.of(version),
                List.of(Bytes.copyOf(patch)),
                Optional.empty(),
                false,
                Optional.empty());
    }

    @Test
    void keepsUpWithItsName() throws Exception {
        Line line = metPhone();
        line.say(peer("P1", keyShare()));
        Node request = line.nextIqWith("sync");
        CollectionState none = CollectionState.initial(CRITICAL);
        var first = patch(none, "Ada");
        line.say(AppStateStanzas.answer(request, List.of(answer(first.patch().toByteArray(), 1))));
        stage.settle();
        line.say(new Notification(
                        Notification.Header.of("n1", Jid.SERVER, stage.clock.instant()),
                        new News.AppStateChanged(
                                List.of(new News.AppStateChanged.CollectionVersion(CRITICAL, OptionalLong.of(2)))))
                .toNode());
        Node second = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(second).getFirst().version()).hasValue(1);
    }

    @Test
    void startsOverOnceWhenTheHashDoesNotHold() throws Exception {
        Line line = metPhone();
        line.say(peer("P1", keyShare()));
        Node request = line.nextIqWith("sync");
        byte[] damaged = patch(CollectionState.initial(CRITICAL), "Ada").patch().toBuilder()
                .setSnapshotMac(ByteString.copyFrom(new byte[32]))
                .build()
                .toByteArray();
        line.say(AppStateStanzas.answer(request, List.of(answer(damaged, 1))));
        Node again = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(again).getFirst().version()).hasValue(0);
        line.say(AppStateStanzas.answer(again, List.of(answer(damaged, 1))));
        stage.settle();
        assertThat(stage.memory.collection(CRITICAL)).isEmpty();
    }

    @Test
    void asksThePhoneForAKeyItLacks() throws Exception {
        Line line = metPhone();
        line.say(peer("P1", PeerMessages.keyShare(List.of())));
        Node request = line.nextIqWith("sync");
        var first = patch(CollectionState.initial(CRITICAL), "Ada");
        line.say(AppStateStanzas.answer(request, List.of(answer(first.patch().toByteArray(), 1))));
        Node question = line.nextMessage();
        assertThat(question.text("category")).contains("peer");
        Message asked =
                stage.phone.decrypt(OutgoingMessage.of(question).direct().getFirst());
        assertThat(asked.getProtocolMessage()
                        .getAppStateSyncKeyRequest()
                        .getKeyIds(0)
                        .getKeyId()
                        .toByteArray())
                .isEqualTo(key.id().toByteArray());
    }

    @Test
    void learnsHiddenIdsFromThePhone() throws Exception {
        Line line = metPhone();
        line.say(peer("P1", PeerMessages.lidMappings(Map.of(Contact.PN, Contact.LID), stage.clock.instant())));
        line.nextReceipt();
        assertThat(stage.memory.lidOf(Contact.PN)).contains(Contact.LID);
    }
}
