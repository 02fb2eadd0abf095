// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.sync;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.client.appstate.AppState;
import dev.switchboard.client.receive.ContentReader;
import dev.switchboard.client.receive.MessageReceiver;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.appstate.PatchDecoder;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.proto.AppStateSyncKey;
import dev.switchboard.wire.proto.AppStateSyncKeyShare;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PeerDataOperationRequestResponseMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestType;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.WebMessageInfo;
import dev.switchboard.wire.stanza.ReceiptType;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes in what the own phone sends this device alone: keys, history, hidden ids, and answers to requests.
public final class PhoneIntake implements MessageReceiver.PhoneMessages {

    private static final Logger LOG = LoggerFactory.getLogger(PhoneIntake.class);

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final ContentReader reader;
    private final HistoryIntake history;
    private final AppState appState;
    private final Owner owner;

    /// What the intake asks of the companion as a whole.
    public interface Owner {

        /// Whether a message of this author and id was asked for and has not come otherwise; marks it as come.
        boolean stillMissing(Jid author, String id);
    }

    /// @param history takes in what was before
    /// @param appState hears of keys
    public PhoneIntake(
            Workbench bench,
            DeviceDirectory directory,
            ContentReader reader,
            HistoryIntake history,
            AppState appState,
            Owner owner) {
        this.bench = bench;
        this.directory = directory;
        this.reader = reader;
        this.history = history;
        this.appState = appState;
        this.owner = owner;
    }

    /// What was before the device was linked.
    public HistoryIntake history() {
        return history;
    }

    @Override
    public Optional<ReceiptType> take(String id, Message content, MessageKind kind) {
        ProtocolMessage protocol = content.getProtocolMessage();
        switch (kind) {
            case HISTORY_SYNC -> {
                boolean taken = history.take(id, protocol.getHistorySyncNotification());
                return taken ? Optional.of(ReceiptType.HISTORY_SYNC) : Optional.empty();
            }
            case APP_STATE_KEY_SHARE -> keepKeys(protocol.getAppStateSyncKeyShare());
            case LID_MAPPING ->
                PeerMessages.lidMappings(
                                protocol.getLidMigrationMappingSyncMessage().getEncodedMappingPayload())
                        .forEach(directory::learn);
            case PEER_DATA_RESPONSE -> recover(protocol.getPeerDataOperationRequestResponseMessage());
            default -> LOG.debug("the own phone sent a {}, which means nothing here", kind);
        }
        return Optional.empty();
    }

    private void keepKeys(AppStateSyncKeyShare share) {
        for (AppStateSyncKey key : share.getKeysList()) {
            Optional<SyncKey> usable = SyncKey.of(key);
            if (usable.isPresent()) {
                bench.state().putSyncKey(usable.get().id(), usable.get().data());
                bench.state()
                        .updateCredentials(it -> it.withShared(
                                it.shared().withNewestSyncKeyId(usable.get().id())));
            }
        }
        appState.keysArrived();
    }

    private void recover(PeerDataOperationRequestResponseMessage response) {
        if (response.getPeerDataOperationRequestType()
                == PeerDataOperationRequestType.COMPANION_SYNCD_SNAPSHOT_FATAL_RECOVERY) {
            appState.recovered(response.getPeerDataOperationResultList().stream()
                    .filter(result -> result.hasSyncdSnapshotFatalRecoveryResponse())
                    .map(result -> result.getSyncdSnapshotFatalRecoveryResponse())
                    .map(found -> PatchDecoder.parseRecovery(
                            found.getCollectionSnapshot().toByteArray(), found.getIsCompressed()))
                    .findFirst());
            return;
        }
        response.getPeerDataOperationResultList().stream()
                .filter(result -> result.hasPlaceholderMessageResendResponse())
                .map(result -> result.getPlaceholderMessageResendResponse().getWebMessageInfoBytes())
                .forEach(this::recover);
    }

    private void recover(ByteString stored) {
        WebMessageInfo info;
        try {
            info = WebMessageInfo.parseFrom(stored);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("stored message: no protobuf (expected: WebMessageInfo)", e);
        }
        Optional<Jid> chat = MessageKeys.chat(info.getKey());
        if (chat.isEmpty() || info.getKey().getId().isEmpty()) {
            return;
        }
        ContentReader.Envelope envelope = history.envelope(chat.get(), info);
        if (owner.stillMissing(envelope.sender().jid(), envelope.id())) {
            reader.read(envelope, info.getMessage()).ifPresent(bench::emit);
        }
    }
}
