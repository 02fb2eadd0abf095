// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.ClientEvent.HistoryReceived;
import dev.switchboard.client.event.HistoryChunk;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.HistoryPlace;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.history.HistoryDecoder;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaRetry;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncMsg;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.HistorySyncType;
import dev.switchboard.wire.proto.MediaRetryNotification;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage;
import dev.switchboard.wire.proto.PhoneNumberToLIDMapping;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import dev.switchboard.wire.stanza.OutgoingMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final Stage stage = new Stage("history").linked();
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

    private static HistorySyncMsg stored(Jid chat, String id) {
        return HistorySyncMsg.newBuilder()
                .setMessage(WebMessageInfo.newBuilder()
                        .setKey(MessageKeys.of(chat, false, id))
                        .setMessage(Contact.text("text of " + id))
                        .setMessageTimestamp(1_790_000_000))
                .build();
    }

    private static HistorySync history(int chats, int messagesEach) {
        HistorySync.Builder history = HistorySync.newBuilder().setSyncType(HistorySyncType.RECENT);
        for (int i = 0; i < chats; i++) {
            Jid pn = Jid.pn("1555020" + (1000 + i));
            Conversation.Builder chat = Conversation.newBuilder().setId(pn.toString());
            for (int m = 0; m < messagesEach; m++) {
                chat.addMessages(stored(pn, "C" + i + "-" + m));
            }
            history.addConversations(chat);
            history.addPhoneNumberToLidMappings(PhoneNumberToLIDMapping.newBuilder()
                    .setPnJid(pn.toString())
                    .setLidJid("2000000000" + (1000 + i) + "@lid"));
        }
        return history.addPushnames(Pushname.newBuilder()
                        .setId("15550201000@s.whatsapp.net")
                        .setPushname("Cy"))
                .build();
    }

    private HistorySyncNotification file(String path, HistorySync history) {
        MediaShelf.Stored stored = stage.media.put(
                path, MediaKind.HISTORY, HistoryDecoder.encode(history).toByteArray(), stage.random);
        return HistorySyncNotification.newBuilder()
                .setSyncType(HistorySyncType.RECENT)
                .setChunkOrder(2)
                .setProgress(100)
                .setDirectPath(path)
                .setMediaKey(ByteString.copyFrom(stored.key().bytes().toByteArray()))
                .setFileSha256(ByteString.copyFrom(stored.media().fileSha256().toByteArray()))
                .setFileEncSha256(
                        ByteString.copyFrom(stored.media().fileEncSha256().toByteArray()))
                .setFileLength(stored.media().fileLength())
                .build();
    }

    private static void openMedia(Line line) throws Exception {
        line.say(MediaShelf.connection(line.nextIqWith("media_conn")));
    }

    private List<HistoryChunk> parts() throws Exception {
        List<HistoryChunk> parts = new ArrayList<>();
        do {
            parts.add(stage.event(HistoryReceived.class).chunk());
        } while (!parts.getLast().last());
        return parts;
    }

    private static Node histSync(Line line) throws Exception {
        return line.next("hist_sync", node -> node.hasTag("receipt") && node.hasText("type", "hist_sync"));
    }

    @Test
    void fetchesHistoryOutOfTheMediaStorePartByPart() throws Exception {
        Line line = metPhone();
        line.say(peer("P1", PeerMessages.history(file("/h/1", history(120, 10)))));
        openMedia(line);
        List<HistoryChunk> parts = parts();
        assertThat(parts.size()).as("not all at once").isGreaterThan(2);
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.conversations().stream()
                                .mapToInt(chat -> chat.messages().size())
                                .sum())
                        .isLessThanOrEqualTo(510));
        List<HistoryChunk.Conversation> chats =
                parts.stream().flatMap(part -> part.conversations().stream()).toList();
        assertThat(chats).hasSize(120);
        assertThat(chats.getFirst().chat().jid())
                .as("hidden ids lie behind the chats in the file, and are known all the same")
                .isEqualTo(Jid.lid("20000000001000"));
        assertThat(parts.getLast().names()).extracting(HistoryChunk.Name::name).containsExactly("Cy");
        assertThat(histSync(line).text("id")).contains("P1");
        stage.event(SyncEvent.HistoryComplete.class);
        stage.settle();
        assertThat(stage.memory.pendingHistory()).isEmpty();
    }

    @Test
    void goesOnAfterARestartWhereItStopped() throws Exception {
        HistorySyncNotification notification = file("/h/1", history(120, 10));
        ByteBuffer record = ByteBuffer.allocate(9 + notification.getSerializedSize())
                .put((byte) 0)
                .putInt(100)
                .putInt(0)
                .put(notification.toByteArray());
        stage.memory.commit(new StoreBatch(
                List.of(new StoreChange.PutPendingHistory("P1", Bytes.copyOf(record.array()))), List.of()));
        Line line = stage.login();
        openMedia(line);
        List<HistoryChunk> parts = parts();
        assertThat(parts.stream().mapToInt(part -> part.conversations().size()).sum())
                .isEqualTo(20);
        assertThat(histSync(line).text("id")).contains("P1");
    }

    @Test
    void fetchesAfterARestartWhatCouldNotBeFetched() throws Exception {
        Line line = metPhone();
        stage.media.reachable(false);
        line.say(peer("P1", PeerMessages.history(file("/h/1", history(1, 1)))));
        line.nextIqWith("media_conn");
        line.hangUp();
        stage.event(SyncEvent.HistoryStuck.class);
        stage.media.reachable(true);
        stage.newCompanion();
        Line again = stage.login();
        openMedia(again);
        assertThat(parts().getFirst().conversations()).hasSize(1);
        assertThat(histSync(again).text("id")).contains("P1");
    }

    @Test
    void asksThePhoneForAPieceThatTheStoreHasNoMore() throws Exception {
        Line line = metPhone();
        HistorySyncNotification notification = file("/h/1", history(1, 1));
        stage.media.move("/h/1", "/h/2");
        line.say(peer("P1", PeerMessages.history(notification)));
        openMedia(line);
        for (int i = 1; i <= 2; i++) {
            assertThat(stage.event(SyncEvent.HistoryStuck.class).retrying()).isTrue();
            stage.settle();
            stage.pass(Duration.ofSeconds(31L << i));
        }
        stage.event(SyncEvent.HistoryStuck.class);
        Node request = line.next("request", node -> node.hasTag("receipt") && node.hasText("type", "server-error"));
        assertThat(request.text("id")).contains("P1");
        assertThat(request.text("category")).contains("peer");
        MediaRetryStanza asked = MediaRetryStanza.of(request);
        assertThat(MediaRetry.openRequest(
                                new MediaKey(
                                        Bytes.copyOf(notification.getMediaKey().toByteArray())),
                                "P1",
                                asked.sealed().orElseThrow())
                        .getStanzaId())
                .isEqualTo("P1");
        assertThat(stage.memory.pendingHistory()).containsKey("P1");
    }

    @Test
    void fetchesWhatThePhoneUploadedAgain() throws Exception {
        Line line = metPhone();
        HistorySyncNotification notification = file("/h/1", history(1, 1));
        stage.media.move("/h/1", "/h/2");
        line.say(peer("P1", PeerMessages.history(notification)));
        openMedia(line);
        stage.event(SyncEvent.HistoryStuck.class);
        MediaRetryStanza.Sealed sealed = MediaRetry.sealAnswer(
                new MediaKey(Bytes.copyOf(notification.getMediaKey().toByteArray())),
                "P1",
                MediaRetryNotification.newBuilder()
                        .setStanzaId("P1")
                        .setDirectPath("/h/2")
                        .setResult(MediaRetryNotification.ResultType.SUCCESS)
                        .build(),
                stage.random);
        line.say(new Notification(
                        Notification.Header.of("P1", Stage.PN.bare(), stage.clock.instant()),
                        new News.MediaRetryNews(new MediaRetryStanza(
                                Optional.of(sealed),
                                Optional.of(Stage.PN.bare()),
                                true,
                                Optional.empty(),
                                OptionalInt.empty())))
                .toNode());
        assertThat(parts().getFirst().conversations()).hasSize(1);
    }

    @Test
    void takesNothingFromAFileThatDoesNotCheckOut() throws Exception {
        Line line = metPhone();
        HistorySyncNotification notification = file("/h/1", history(3, 3));
        stage.media.damage("/h/1");
        line.say(peer("P1", PeerMessages.history(notification)));
        openMedia(line);
        SyncEvent.HistoryStuck stuck = stage.event(SyncEvent.HistoryStuck.class);
        assertThat(stuck.reason()).startsWith("media-");
        assertThat(stage.memory.events()).noneMatch(HistoryReceived.class::isInstance);
    }

    @Test
    void asksForOlderMessagesOfAChat() throws Exception {
        Line line = metPhone();
        Instant at = Instant.ofEpochSecond(1_780_000_000);
        Reply<Answer<String>> reply = stage.companion
                .history()
                .requestOlder(new HistoryPlace(MessageRef.of(Contact.LID, "OLD", false), at), 20);
        stage.answerKeys(line, line.nextIqWith("key"), stage.phone);
        Node question = line.nextMessage();
        Message asked =
                stage.phone.decrypt(OutgoingMessage.of(question).direct().getFirst());
        PeerDataOperationRequestMessage.HistorySyncOnDemandRequest request =
                asked.getProtocolMessage().getPeerDataOperationRequestMessage().getHistorySyncOnDemandRequest();
        assertThat(request.getOldestMsgId()).isEqualTo("OLD");
        assertThat(request.getOnDemandMsgCount()).isEqualTo(20);
        assertThat(request.getOldestMsgTimestampMs()).isEqualTo(1_780_000_000);
        String id = ((Answer.Given<String>) reply.await(ScriptedServer.PATIENCE).orElseThrow()).value();
        assertThat(question.text("id")).contains(id);
        HistorySync older = HistorySync.newBuilder()
                .setSyncType(HistorySyncType.ON_DEMAND)
                .addConversations(Conversation.newBuilder()
                        .setId(Contact.LID.toString())
                        .setEndOfHistoryTransferType(
                                Conversation.EndOfHistoryTransferType.COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY)
                        .addMessages(stored(Contact.LID, "OLDER")))
                .build();
        line.say(peer(
                "P2",
                PeerMessages.history(HistorySyncNotification.newBuilder()
                        .setSyncType(HistorySyncType.ON_DEMAND)
                        .setPeerDataRequestSessionId(id)
                        .setInitialHistBootstrapInlinePayload(
                                ByteString.copyFrom(HistoryDecoder.encode(older).toByteArray()))
                        .build())));
        HistoryChunk chunk = stage.event(ClientEvent.HistoryReceived.class).chunk();
        assertThat(chunk.requestId()).contains(id);
        assertThat(chunk.conversations().getFirst().traits().olderOnPhone()).contains(false);
        assertThat(chunk.conversations().getFirst().messages()).hasSize(1);
    }

    @Test
    void asksForAllOfTheHistory() throws Exception {
        Line line = metPhone();
        stage.companion.history().requestFull(Duration.ofDays(365));
        stage.answerKeys(line, line.nextIqWith("key"), stage.phone);
        Message asked = stage.phone.decrypt(
                OutgoingMessage.of(line.nextMessage()).direct().getFirst());
        assertThat(asked.getProtocolMessage()
                        .getPeerDataOperationRequestMessage()
                        .getFullHistorySyncOnDemandRequest()
                        .getHistorySyncConfig()
                        .getFullSyncDaysLimit())
                .isEqualTo(365);
    }

    @Test
    void refusesToAskForTooMuch() throws Exception {
        stage.login();
        HistoryPlace place = new HistoryPlace(MessageRef.of(Contact.LID, "OLD", false), Instant.EPOCH);
        assertThat(stage.companion
                        .history()
                        .requestOlder(place, 51)
                        .await(ScriptedServer.PATIENCE)
                        .orElseThrow())
                .isInstanceOf(Answer.Refused.class);
    }
}
