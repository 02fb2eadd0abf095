// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import static dev.switchboard.sandbox.phone.FakeDevice.text;
import static dev.switchboard.sandbox.phone.PhoneFixture.ANN;
import static dev.switchboard.sandbox.phone.PhoneFixture.BOB;
import static dev.switchboard.sandbox.phone.PhoneFixture.ready;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.media.MediaRetry;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.AppStateSyncKeyId;
import dev.switchboard.wire.proto.AppStateSyncKeyRequest;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.HistorySyncType;
import dev.switchboard.wire.proto.MediaRetryNotification;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage.HistorySyncOnDemandRequest;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage.PlaceholderMessageResendRequest;
import dev.switchboard.wire.proto.PeerDataOperationRequestType;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.WebMessageInfo;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import dev.switchboard.wire.stanza.ReceiptType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompanionDeskTest {

    private static final int MESSAGES_OF_A_NEW_COMPANION = 5;

    private final PhoneFixture world = new PhoneFixture();
    private final FakeDevice companion = world.device(world.ann, 1);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void givesANewCompanionKeysAndThenHistory() {
        FakeDevice bob = world.bobsDevice();
        world.deliver(ANN, bob.message("M1", text("hello")));

        List<ProtocolMessage> said = welcome();

        assertThat(said.getFirst().getType()).isEqualTo(ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE);
        assertThat(said.getFirst().getAppStateSyncKeyShare().getKeysList())
                .singleElement()
                .satisfies(key -> {
                    assertThat(key.getKeyId().getKeyId().size()).isEqualTo(6);
                    assertThat(key.getKeyData().getKeyData().size()).isEqualTo(32);
                });
        assertThat(said.subList(1, said.size()))
                .extracting(message -> message.getHistorySyncNotification().getSyncType())
                .containsExactly(
                        HistorySyncType.INITIAL_BOOTSTRAP,
                        HistorySyncType.PUSH_NAME,
                        HistorySyncType.NON_BLOCKING_DATA,
                        HistorySyncType.RECENT);
        assertThat(said.getLast().getHistorySyncNotification().getProgress()).isEqualTo(100);
        HistorySync bootstrap = inflate(said.get(1));
        assertThat(bootstrap.hasSyncType()).isTrue();
        assertThat(bootstrap.getConversationsList()).singleElement().satisfies(chat -> {
            assertThat(chat.getId()).isEqualTo(BOB + "@s.whatsapp.net");
            assertThat(chat.getLidJid()).isEqualTo(world.bob.lid().toString());
            assertThat(chat.getUnreadCount()).isEqualTo(1);
            assertThat(chat.getMessagesList()).singleElement().satisfies(message -> {
                assertThat(message.getMessage().getKey().getId()).isEqualTo("M1");
                assertThat(message.getMessage().getMessage().getConversation()).isEqualTo("hello");
            });
        });
        assertThat(bootstrap.getPhoneNumberToLidMappingsList()).hasSize(2);
        assertThat(inflate(said.get(2)).getPushnamesList())
                .singleElement()
                .satisfies(name -> assertThat(name.getPushname()).isEqualTo("Bob"));
    }

    @Test
    void givesACompanionOfAnEmptyAccountItsHistoryToo() {
        assertThat(welcome()).hasSize(MESSAGES_OF_A_NEW_COMPANION);
    }

    @Test
    void saysAgainAtLaterLoginsWhatWasNotConfirmed() {
        List<String> ids = new ArrayList<>();
        world.phones.companionReady(ANN, ready(1, 1, 0));
        for (int i = 0; i < MESSAGES_OF_A_NEW_COMPANION; i++) {
            Node message = world.network.nextSent();
            ids.add(message.requireText("id"));
            open(message);
        }
        world.deliver(ANN, companion.receipt(ReceiptType.PEER_MESSAGE, ids.get(0)));
        world.deliver(ANN, companion.receipt(ReceiptType.HISTORY_SYNC, ids.get(1)));
        world.deliver(ANN, companion.receipt(ReceiptType.HISTORY_SYNC, ids.get(2)));
        world.annsHistory();

        world.restart();
        world.phones.companionReady(ANN, ready(1, 2, 2));
        world.annsHistory();
        assertThat(world.network.sent).as("the server still holds them").isEmpty();

        world.phones.companionReady(ANN, ready(1, 3, 0));
        assertThat(List.of(world.network.nextSent(), world.network.nextSent()))
                .allSatisfy(this::open)
                .extracting(message -> message.requireText("id"))
                .containsExactly(ids.get(3), ids.get(4));

        world.deliver(ANN, companion.receipt(ReceiptType.HISTORY_SYNC, ids.get(3), ids.get(4)));
        world.phones.companionReady(ANN, ready(1, 4, 0));
        world.annsHistory();
        assertThat(world.network.sent).isEmpty();
    }

    @Test
    void sendsAPeerMessageAgainWhenItCouldNotBeRead() {
        world.phones.companionReady(ANN, ready(1, 1, 0));
        Node first = world.network.nextSent();
        world.annsHistory();
        world.network.sent.clear();

        world.deliver(ANN, companion.retry(first.requireText("id"), 1, true));

        Node again = world.network.nextSent();
        assertThat(again.requireText("id")).isEqualTo(first.requireText("id"));
        assertThat(again.hasText("category", "peer")).isTrue();
        assertThat(open(again).getType()).isEqualTo(ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE);
    }

    @Test
    void answersARequestForKeys() {
        ByteString known = welcome()
                .getFirst()
                .getAppStateSyncKeyShare()
                .getKeys(0)
                .getKeyId()
                .getKeyId();
        ByteString unknown = ByteString.copyFrom(new byte[6]);
        AppStateSyncKeyRequest request = AppStateSyncKeyRequest.newBuilder()
                .addKeyIds(AppStateSyncKeyId.newBuilder().setKeyId(known))
                .addKeyIds(AppStateSyncKeyId.newBuilder().setKeyId(unknown))
                .build();

        world.deliver(
                ANN,
                companion.peerMessage(
                        "R1",
                        protocol(ProtocolMessage.newBuilder()
                                .setType(ProtocolMessage.Type.APP_STATE_SYNC_KEY_REQUEST)
                                .setAppStateSyncKeyRequest(request))));

        ProtocolMessage answer = open(world.network.nextSent());
        assertThat(answer.getAppStateSyncKeyShare().getKeysList()).hasSize(2);
        assertThat(answer.getAppStateSyncKeyShare().getKeys(0).hasKeyData()).isTrue();
        assertThat(answer.getAppStateSyncKeyShare().getKeys(1).hasKeyData()).isFalse();
        assertThat(world.annsHistory()).as("peer messages are no chat").isEmpty();
    }

    @Test
    void answersARequestForAMessageThatACompanionMissed() throws InvalidProtocolBufferException {
        FakeDevice bob = world.bobsDevice();
        world.deliver(ANN, bob.message("M1", text("hello")));
        welcome();

        world.deliver(
                ANN,
                companion.peerMessage(
                        "R1",
                        data(PeerDataOperationRequestMessage.newBuilder()
                                .setPeerDataOperationRequestType(
                                        PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND)
                                .addPlaceholderMessageResendRequest(PlaceholderMessageResendRequest.newBuilder()
                                        .setMessageKey(MessageKey.newBuilder()
                                                .setId("M1")
                                                .setRemoteJid(world.bob.lid().toString()))))));

        var response = open(world.network.nextSent()).getPeerDataOperationRequestResponseMessage();
        assertThat(response.getStanzaId()).isEqualTo("R1");
        WebMessageInfo stored = WebMessageInfo.parseFrom(response.getPeerDataOperationResult(0)
                .getPlaceholderMessageResendResponse()
                .getWebMessageInfoBytes());
        assertThat(stored.getMessage().getConversation()).isEqualTo("hello");
    }

    @Test
    void givesOlderMessagesOnDemand() {
        FakeDevice bob = world.bobsDevice();
        for (int i = 0; i < 5; i++) {
            world.deliver(ANN, bob.message("M" + i, text("message " + i)));
        }
        welcome();

        world.deliver(
                ANN,
                companion.peerMessage(
                        "R1",
                        data(PeerDataOperationRequestMessage.newBuilder()
                                .setPeerDataOperationRequestType(PeerDataOperationRequestType.HISTORY_SYNC_ON_DEMAND)
                                .setHistorySyncOnDemandRequest(HistorySyncOnDemandRequest.newBuilder()
                                        .setChatJid(BOB + "@s.whatsapp.net")
                                        .setOldestMsgId("M3")
                                        .setOnDemandMsgCount(2)))));

        ProtocolMessage answer = open(world.network.nextSent());
        assertThat(answer.getHistorySyncNotification().getPeerDataRequestSessionId())
                .isEqualTo("R1");
        assertThat(inflate(answer).getConversations(0).getMessagesList())
                .extracting(message -> message.getMessage().getKey().getId())
                .containsExactly("M2", "M1");
    }

    @Test
    void uploadsAPieceOfHistoryThatIsTooLargeForItsMessage() throws IOException {
        FakeDevice bob = world.bobsDevice();
        for (int i = 0; i < 300; i++) {
            String noise = ByteString.copyFrom(world.random.bytes(600)).toStringUtf8();
            world.deliver(ANN, bob.message("M" + i, text(noise)));
        }
        world.annsHistory();

        world.phones.companionReady(ANN, ready(1, 1, 0));
        List<HistorySyncNotification> pieces = new ArrayList<>();
        do {
            pieces.add(open(world.network.nextSent()).getHistorySyncNotification());
        } while (pieces.getLast().getSyncType() != HistorySyncType.RECENT
                || pieces.getLast().getProgress() < 100);

        assertThat(pieces)
                .allSatisfy(piece -> assertThat(
                                piece.getInitialHistBootstrapInlinePayload().size())
                        .isLessThan(100_000));
        HistorySyncNotification large = pieces.stream()
                .filter(piece -> !piece.getDirectPath().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(large.getFileLength()).isGreaterThanOrEqualTo(100_000);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        FileNote fetched = world.files.fetch(MediaReference.of(large), payload);
        assertThat(fetched.state()).isEqualTo(FileState.VERIFIED);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(payload.toByteArray()))) {
            assertThat(HistorySync.parseFrom(in).getConversations(0).getMessagesCount())
                    .isGreaterThan(100);
        }
    }

    @Test
    void uploadsALostPieceOfHistoryAgain() {
        FakeDevice bob = world.bobsDevice();
        for (int i = 0; i < 300; i++) {
            world.deliver(
                    ANN,
                    bob.message(
                            "M" + i,
                            text(ByteString.copyFrom(world.random.bytes(600)).toStringUtf8())));
        }
        world.annsHistory();
        world.phones.companionReady(ANN, ready(1, 1, 0));
        Node message;
        HistorySyncNotification piece;
        do {
            message = world.network.nextSent();
            piece = open(message).getHistorySyncNotification();
        } while (piece.getDirectPath().isEmpty());
        world.annsHistory();
        world.network.sent.clear();
        String id = message.requireText("id");
        MediaKey key = MediaReference.of(piece).key().orElseThrow();

        world.deliver(ANN, companion.mediaRetry(id, key, world.ann.pn(), Optional.of("peer")));

        Node answer = world.network.nextSent();
        MediaRetryNotification renewed = MediaRetry.openAnswer(
                key, id, MediaRetryStanza.of(answer).sealed().orElseThrow());
        assertThat(renewed.getResult()).isEqualTo(MediaRetryNotification.ResultType.SUCCESS);
        assertThat(renewed.getDirectPath()).isNotEqualTo(piece.getDirectPath());
    }

    private List<ProtocolMessage> welcome() {
        world.phones.companionReady(ANN, ready(1, 1, 0));
        List<ProtocolMessage> said = new ArrayList<>();
        for (int i = 0; i < MESSAGES_OF_A_NEW_COMPANION; i++) {
            said.add(open(world.network.nextSent()));
        }
        return said;
    }

    private ProtocolMessage open(Node message) {
        assertThat(message.requireJid("to")).isEqualTo(companion.lid);
        assertThat(message.hasText("category", "peer")).isTrue();
        return companion.open(Enc.of(message.requireChild("enc")).orElseThrow()).getProtocolMessage();
    }

    private static HistorySync inflate(ProtocolMessage message) {
        byte[] payload = message.getHistorySyncNotification()
                .getInitialHistBootstrapInlinePayload()
                .toByteArray();
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(payload))) {
            return HistorySync.parseFrom(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message data(PeerDataOperationRequestMessage.Builder request) {
        return protocol(ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_MESSAGE)
                .setPeerDataOperationRequestMessage(request));
    }

    private static Message protocol(ProtocolMessage.Builder protocol) {
        return Message.newBuilder().setProtocolMessage(protocol).build();
    }
}
