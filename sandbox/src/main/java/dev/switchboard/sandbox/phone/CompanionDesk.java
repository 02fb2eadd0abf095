// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.primary.CompanionReady;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.proto.AppStateSyncKeyId;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage.HistorySyncOnDemandRequest;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage.PlaceholderMessageResendRequest;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage.SyncdCollectionFatalRecoveryRequest;
import dev.switchboard.wire.proto.PeerDataOperationRequestResponseMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestResponseMessage.PeerDataOperationResult;
import dev.switchboard.wire.proto.PeerDataOperationRequestResponseMessage.PeerDataOperationResult.PlaceholderMessageResendResponse;
import dev.switchboard.wire.proto.PeerDataOperationRequestResponseMessage.PeerDataOperationResult.SyncdSnapshotFatalRecoveryResponse;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.stanza.RetryRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a phone and its companions say to each other alone: keys and history for the new one, answers to what they ask.
///
/// Keys and history wait here, saved, until the companion confirms them; at each of its logins what the server does
/// not hold any more is sent again. Lives on the phone's lane.
final class CompanionDesk {

    private static final String STARTED = "companion/";
    private static final String WAITING = "peer/";
    private static final int VERSION = 1;
    private static final int REMEMBERED_FILES = 256;

    private final PhoneContext phone;
    private final Sender sender;
    private final SyncKeys syncKeys;
    private final AppStateBook appState;
    private final HistoryTransfer history;
    private final ChatHistory messages;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Map<Integer, Boolean> started = new LinkedHashMap<>();
    private final Map<String, MediaReference> historyFiles = new LinkedHashMap<>();
    private long nextNumber;

    /// A message that a companion has not confirmed.
    private record Waiting(long number, int device, String id, Bytes content) {

        Bytes encode() {
            return new RecordWriter(VERSION)
                    .number(number)
                    .number(device)
                    .text(id)
                    .bytes(content)
                    .done();
        }

        static Waiting decode(Bytes saved) {
            RecordReader in = new RecordReader(saved, VERSION);
            return new Waiting(in.number(), in.integer(), in.text(), in.bytes());
        }

        Message message() {
            try {
                return Message.parseFrom(content.toByteArray());
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("a message that was kept cannot be read", e);
            }
        }

        String key() {
            return WAITING + device + "/" + id;
        }
    }

    CompanionDesk(PhoneContext phone, Sender sender, SyncKeys syncKeys, AppStateBook appState, ChatHistory messages) {
        this.phone = phone;
        this.sender = sender;
        this.syncKeys = syncKeys;
        this.appState = appState;
        this.history = new HistoryTransfer(phone, messages, appState);
        this.messages = messages;
    }

    void restore(Map<String, Bytes> state) {
        List<Waiting> restored = new ArrayList<>();
        state.forEach((key, value) -> {
            if (key.startsWith(WAITING)) {
                restored.add(Waiting.decode(value));
            } else if (key.startsWith(STARTED)) {
                started.put(Integer.parseInt(key.substring(STARTED.length())), true);
            }
        });
        restored.sort(Comparator.comparingLong(Waiting::number));
        restored.forEach(message -> {
            waiting.put(message.id(), message);
            remember(message.id(), message.message());
            nextNumber = message.number() + 1;
        });
    }

    /// A companion can be written to.
    void ready(CompanionReady companion) {
        int device = companion.device().id();
        if (started.putIfAbsent(device, true) == null) {
            phone.turn().put(STARTED + device, Bytes.EMPTY);
            post(device, syncKeys.share(List.of()));
            history.all().forEach(message -> post(device, message));
        } else if (companion.device().queued() == 0) {
            waiting.values().stream()
                    .filter(message -> message.device() == device)
                    .forEach(message -> sender.sendPeer(jid(device), message.id(), message.content(), 0));
        }
    }

    /// A companion is gone.
    void removed(int device) {
        if (started.remove(device) != null) {
            phone.turn().remove(STARTED + device);
        }
        List<Waiting> gone = waiting.values().stream()
                .filter(message -> message.device() == device)
                .toList();
        gone.forEach(this::forget);
    }

    /// A companion has what was sent to it.
    void confirmed(int device, List<String> ids) {
        ids.stream()
                .map(waiting::get)
                .filter(message -> message != null && message.device() == device)
                .toList()
                .forEach(this::forget);
    }

    /// Sends a message again to a companion that could not read it; false if it was none of these.
    boolean resend(int device, RetryRequest request) {
        Waiting message = waiting.get(request.id());
        if (message == null || message.device() != device) {
            return false;
        }
        sender.renewSession(phone.self().lid().withDevice(device), request);
        sender.sendPeer(jid(device), message.id(), message.content(), request.count());
        return true;
    }

    /// A companion asks for something.
    void asked(int device, String id, Message message) {
        ProtocolMessage protocol = message.getProtocolMessage();
        if (protocol.hasAppStateSyncKeyRequest()) {
            List<Bytes> ids = protocol.getAppStateSyncKeyRequest().getKeyIdsList().stream()
                    .map(AppStateSyncKeyId::getKeyId)
                    .map(key -> Bytes.copyOf(key.toByteArray()))
                    .toList();
            post(device, syncKeys.share(ids));
        } else if (protocol.hasAppStateFatalExceptionNotification()) {
            appState.recreate(protocol.getAppStateFatalExceptionNotification().getCollectionNamesList());
        } else if (protocol.hasPeerDataOperationRequestMessage()) {
            answer(device, id, protocol.getPeerDataOperationRequestMessage());
        }
    }

    private void answer(int device, String id, PeerDataOperationRequestMessage request) {
        switch (request.getPeerDataOperationRequestType()) {
            case HISTORY_SYNC_ON_DEMAND -> {
                HistorySyncOnDemandRequest wanted = request.getHistorySyncOnDemandRequest();
                chat(wanted.getChatJid())
                        .ifPresent(chat -> post(
                                device,
                                history.onDemand(id, chat, wanted.getOldestMsgId(), wanted.getOnDemandMsgCount())));
            }
            case FULL_HISTORY_SYNC_ON_DEMAND -> history.all().forEach(message -> post(device, message));
            case PLACEHOLDER_MESSAGE_RESEND ->
                request.getPlaceholderMessageResendRequestList().stream()
                        .map(PlaceholderMessageResendRequest::getMessageKey)
                        .forEach(key -> post(device, response(id, request, stored(key))));
            case COMPANION_SYNCD_SNAPSHOT_FATAL_RECOVERY ->
                post(device, response(id, request, recovery(request.getSyncdCollectionFatalRecoveryRequest())));
            default -> post(device, response(id, request, Optional.empty()));
        }
    }

    private Optional<PeerDataOperationResult> recovery(SyncdCollectionFatalRecoveryRequest request) {
        return appState.recovery(request.getCollectionName())
                .map(collection -> PeerDataOperationResult.newBuilder()
                        .setSyncdSnapshotFatalRecoveryResponse(SyncdSnapshotFatalRecoveryResponse.newBuilder()
                                .setCollectionSnapshot(collection)
                                .setIsCompressed(true))
                        .build());
    }

    private Optional<PeerDataOperationResult> stored(MessageKey key) {
        return chat(key.getRemoteJid())
                .flatMap(chat -> messages.find(chat, key.getId()))
                .filter(entry -> !entry.content().isEmpty())
                .map(entry -> PeerDataOperationResult.newBuilder()
                        .setPlaceholderMessageResendResponse(PlaceholderMessageResendResponse.newBuilder()
                                .setWebMessageInfoBytes(
                                        history.webMessage(entry).toByteString()))
                        .build());
    }

    private Optional<Jid> chat(String text) {
        try {
            return Optional.of(phone.people().chat(Jid.parse(text)));
        } catch (MalformedJid _) {
            return Optional.empty();
        }
    }

    private static Message response(
            String id, PeerDataOperationRequestMessage request, Optional<PeerDataOperationResult> result) {
        PeerDataOperationRequestResponseMessage.Builder response = PeerDataOperationRequestResponseMessage.newBuilder()
                .setPeerDataOperationRequestType(request.getPeerDataOperationRequestType())
                .setStanzaId(id);
        result.ifPresent(response::addPeerDataOperationResult);
        return Message.newBuilder()
                .setProtocolMessage(ProtocolMessage.newBuilder()
                        .setType(ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE)
                        .setPeerDataOperationRequestResponseMessage(response))
                .build();
    }

    /// Where the file of a piece of history is that was sent under this id.
    Optional<MediaReference> historyFile(String id) {
        return Optional.ofNullable(historyFiles.get(id));
    }

    private void remember(String id, Message message) {
        HistorySyncNotification piece = message.getProtocolMessage().getHistorySyncNotification();
        if (!piece.getDirectPath().isEmpty()) {
            historyFiles.put(id, MediaReference.of(piece));
            if (historyFiles.size() > REMEMBERED_FILES) {
                historyFiles.remove(historyFiles.keySet().iterator().next());
            }
        }
    }

    private void post(int device, Message message) {
        Waiting added = new Waiting(nextNumber++, device, phone.newMessageId(), Bytes.copyOf(message.toByteArray()));
        remember(added.id(), message);
        waiting.put(added.id(), added);
        phone.turn().put(added.key(), added.encode());
        sender.sendPeer(jid(device), added.id(), added.content(), 0);
    }

    private Jid jid(int device) {
        return phone.self().lid().withDevice(device);
    }

    private void forget(Waiting message) {
        waiting.remove(message.id());
        phone.turn().remove(message.key());
    }
}
