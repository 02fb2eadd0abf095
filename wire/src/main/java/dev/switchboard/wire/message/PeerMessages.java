// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.AppStateFatalExceptionNotification;
import dev.switchboard.wire.proto.AppStateSyncKey;
import dev.switchboard.wire.proto.AppStateSyncKeyId;
import dev.switchboard.wire.proto.AppStateSyncKeyRequest;
import dev.switchboard.wire.proto.AppStateSyncKeyShare;
import dev.switchboard.wire.proto.DeviceProps;
import dev.switchboard.wire.proto.FullHistorySyncOnDemandRequestMetadata;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.LIDMigrationMapping;
import dev.switchboard.wire.proto.LIDMigrationMappingSyncMessage;
import dev.switchboard.wire.proto.LIDMigrationMappingSyncPayload;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage.HistorySyncOnDemandRequest;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage.PlaceholderMessageResendRequest;
import dev.switchboard.wire.proto.PeerDataOperationRequestResponseMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestType;
import dev.switchboard.wire.proto.ProtocolMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Builds and reads what the devices of one account tell each other.
public final class PeerMessages {

    private PeerMessages() {}

    /// Keys of app state, from the phone.
    public static Message keyShare(Collection<AppStateSyncKey> keys) {
        return MessageContent.protocol(ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE)
                .setAppStateSyncKeyShare(AppStateSyncKeyShare.newBuilder().addAllKeys(keys)));
    }

    /// A request for keys of app state.
    public static Message keyRequest(Collection<Bytes> keyIds) {
        AppStateSyncKeyRequest.Builder request = AppStateSyncKeyRequest.newBuilder();
        keyIds.forEach(id -> request.addKeyIds(AppStateSyncKeyId.newBuilder().setKeyId(MessageContent.bytes(id))));
        return MessageContent.protocol(ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.APP_STATE_SYNC_KEY_REQUEST)
                .setAppStateSyncKeyRequest(request));
    }

    /// The word that collections of app state are broken here.
    public static Message appStateException(Collection<String> collections, Instant now) {
        return MessageContent.protocol(ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.APP_STATE_FATAL_EXCEPTION_NOTIFICATION)
                .setAppStateFatalExceptionNotification(AppStateFatalExceptionNotification.newBuilder()
                        .addAllCollectionNames(collections)
                        .setTimestamp(now.toEpochMilli())));
    }

    /// A piece of history, or where to get it.
    public static Message history(HistorySyncNotification notification) {
        return MessageContent.protocol(ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION)
                .setHistorySyncNotification(notification));
    }

    /// A request to the phone for messages that came without content.
    public static Message placeholderResend(Collection<MessageKey> messages) {
        PeerDataOperationRequestMessage.Builder request = PeerDataOperationRequestMessage.newBuilder()
                .setPeerDataOperationRequestType(PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND);
        messages.forEach(key -> request.addPlaceholderMessageResendRequest(
                PlaceholderMessageResendRequest.newBuilder().setMessageKey(key)));
        return request(request.build());
    }

    /// A request to the phone for older messages of a chat.
    ///
    /// @param oldest the oldest message known
    /// @param oldestTime its time
    /// @param count how many are wanted, at most 50
    public static Message historyOnDemand(MessageKey oldest, Instant oldestTime, int count) {
        // The field's name says milliseconds; every client and the phone put seconds there.
        return request(PeerDataOperationRequestMessage.newBuilder()
                .setPeerDataOperationRequestType(PeerDataOperationRequestType.HISTORY_SYNC_ON_DEMAND)
                .setHistorySyncOnDemandRequest(HistorySyncOnDemandRequest.newBuilder()
                        .setChatJid(oldest.getRemoteJid())
                        .setOldestMsgId(oldest.getId())
                        .setOldestMsgFromMe(oldest.getFromMe())
                        .setOnDemandMsgCount(count)
                        .setOldestMsgTimestampMs(oldestTime.getEpochSecond()))
                .build());
    }

    /// A request to the phone for all of the history.
    ///
    /// @param requestId repeated in what comes
    /// @param days how far back
    public static Message fullHistory(String requestId, int days) {
        return request(PeerDataOperationRequestMessage.newBuilder()
                .setPeerDataOperationRequestType(PeerDataOperationRequestType.FULL_HISTORY_SYNC_ON_DEMAND)
                .setFullHistorySyncOnDemandRequest(
                        PeerDataOperationRequestMessage.FullHistorySyncOnDemandRequest.newBuilder()
                                .setRequestMetadata(FullHistorySyncOnDemandRequestMetadata.newBuilder()
                                        .setRequestId(requestId))
                                .setHistorySyncConfig(DeviceProps.HistorySyncConfig.newBuilder()
                                        .setFullSyncDaysLimit(days)
                                        .setInlineInitialPayloadInE2EeMsg(true)))
                .build());
    }

    /// A request to the phone for its own account of a collection of app state, where what the server has does not
    /// hold.
    public static Message recovery(String collection, Instant now) {
        return request(PeerDataOperationRequestMessage.newBuilder()
                .setPeerDataOperationRequestType(PeerDataOperationRequestType.COMPANION_SYNCD_SNAPSHOT_FATAL_RECOVERY)
                .setSyncdCollectionFatalRecoveryRequest(
                        PeerDataOperationRequestMessage.SyncdCollectionFatalRecoveryRequest.newBuilder()
                                .setCollectionName(collection)
                                .setTimestamp(now.getEpochSecond()))
                .build());
    }

    private static Message request(PeerDataOperationRequestMessage request) {
        return MessageContent.protocol(ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_MESSAGE)
                .setPeerDataOperationRequestMessage(request));
    }

    /// The answer to a request.
    public static Message response(PeerDataOperationRequestResponseMessage response) {
        return MessageContent.protocol(ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE)
                .setPeerDataOperationRequestResponseMessage(response));
    }

    /// Hidden ids for phone numbers, from the phone.
    public static Message lidMappings(Map<Jid, Jid> lidsByPn, Instant migrated) {
        LIDMigrationMappingSyncPayload.Builder payload =
                LIDMigrationMappingSyncPayload.newBuilder().setChatDbMigrationTimestamp(migrated.getEpochSecond());
        lidsByPn.forEach((pn, lid) -> payload.addPnToLidMappings(LIDMigrationMapping.newBuilder()
                .setPn(number(pn))
                .setAssignedLid(number(lid))
                .setLatestLid(number(lid))));
        return MessageContent.protocol(ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.LID_MIGRATION_MAPPING_SYNC)
                .setLidMigrationMappingSyncMessage(LIDMigrationMappingSyncMessage.newBuilder()
                        .setEncodedMappingPayload(payload.build().toByteString())));
    }

    /// Reads hidden ids for phone numbers.
    ///
    /// @throws MalformedMessage if the payload is none
    public static Map<Jid, Jid> lidMappings(ByteString encodedPayload) {
        try {
            Map<Jid, Jid> lidsByPn = new LinkedHashMap<>();
            for (LIDMigrationMapping mapping :
                    LIDMigrationMappingSyncPayload.parseFrom(encodedPayload).getPnToLidMappingsList()) {
                long lid = mapping.hasLatestLid() ? mapping.getLatestLid() : mapping.getAssignedLid();
                if (mapping.getPn() != 0 && lid != 0) {
                    lidsByPn.put(Jid.pn(Long.toUnsignedString(mapping.getPn())), Jid.lid(Long.toUnsignedString(lid)));
                }
            }
            return lidsByPn;
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("lid mappings: no protobuf (expected: LIDMigrationMappingSyncPayload)", e);
        }
    }

    private static long number(Jid user) {
        try {
            return Long.parseUnsignedLong(user.user());
        } catch (NumberFormatException e) {
            throw new MalformedMessage("user of an address: not a number (expected: digits)", e);
        }
    }
}
