// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.AppStateFailed;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.AesCbc;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.proto.KeyId;
import dev.switchboard.wire.proto.SyncActionData;
import dev.switchboard.wire.proto.SyncdIndex;
import dev.switchboard.wire.proto.SyncdMutation;
import dev.switchboard.wire.proto.SyncdRecord;
import dev.switchboard.wire.proto.SyncdValue;

/// Seals and opens single mutations.
final class MutationCipher {

    static final int IV_BYTES = 16;
    private static final int MAC_BYTES = 32;
    private static final int MIN_VALUE = IV_BYTES + 16 + MAC_BYTES;

    private MutationCipher() {}

    /// The MAC of what a mutation is about.
    static Bytes indexMac(MutationKeys keys, Bytes index) {
        return Bytes.copyOf(Hmac.sha256(keys.index().toByteArray(), index.toByteArray()));
    }

    /// The MAC at the end of a record's value.
    static Bytes valueMac(SyncdRecord record) {
        ByteString blob = record.getValue().getBlob();
        if (blob.size() < MIN_VALUE) {
            throw malformed("value bytes: " + blob.size() + " (expected: at least " + MIN_VALUE + ")");
        }
        return Bytes.copyOf(blob.substring(blob.size() - MAC_BYTES).toByteArray());
    }

    static Bytes indexMac(SyncdRecord record) {
        ByteString blob = record.getIndex().getBlob();
        if (blob.size() != MAC_BYTES) {
            throw malformed("index bytes: " + blob.size() + " (expected: " + MAC_BYTES + ")");
        }
        return Bytes.copyOf(blob.toByteArray());
    }

    static Bytes requireMac(Bytes mac) {
        if (mac.size() != MAC_BYTES) {
            throw malformed("MAC bytes: " + mac.size() + " (expected: " + MAC_BYTES + ")");
        }
        return mac;
    }

    static SyncdMutation seal(MutationDraft draft, SyncKey key, MutationKeys keys, byte[] iv) {
        Bytes index = draft.index().toJson();
        byte[] plain = SyncActionData.newBuilder()
                .setIndex(bytes(index.toByteArray()))
                .setValue(draft.value())
                .setPadding(ByteString.EMPTY)
                .setVersion(draft.version())
                .build()
                .toByteArray();
        byte[] encrypted = AesCbc.encrypt(keys.valueEncryption().toByteArray(), iv, plain);
        ByteString sealed = bytes(iv).concat(bytes(encrypted));
        Bytes mac = mac(keys, draft.operation(), key.id(), sealed.toByteArray());
        return SyncdMutation.newBuilder()
                .setOperation(
                        draft.operation() == Mutation.Operation.SET
                                ? SyncdMutation.SyncdOperation.SET
                                : SyncdMutation.SyncdOperation.REMOVE)
                .setRecord(SyncdRecord.newBuilder()
                        .setIndex(SyncdIndex.newBuilder()
                                .setBlob(bytes(indexMac(keys, index).toByteArray())))
                        .setValue(SyncdValue.newBuilder().setBlob(sealed.concat(bytes(mac.toByteArray()))))
                        .setKeyId(KeyId.newBuilder().setId(bytes(key.id().toByteArray()))))
                .build();
    }

    static Mutation open(Mutation.Operation operation, SyncdRecord record, SyncKey key, MutationKeys keys) {
        Bytes expected = valueMac(record);
        ByteString blob = record.getValue().getBlob();
        byte[] sealed = blob.substring(0, blob.size() - MAC_BYTES).toByteArray();
        if (!mac(keys, operation, key.id(), sealed).constantTimeEquals(expected)) {
            throw new AppStateFailed(
                    AppStateFailed.Reason.BAD_MAC, "value MAC: another one (expected: the one computed)");
        }
        Bytes bytes = Bytes.copyOf(sealed);
        byte[] plain = AesCbc.decrypt(
                        keys.valueEncryption().toByteArray(),
                        bytes.slice(0, IV_BYTES).toByteArray(),
                        bytes.slice(IV_BYTES, bytes.size()).toByteArray())
                .orElseThrow(() -> malformed("value: bad padding (expected: PKCS#7)"));
        SyncActionData data = parse(plain);
        Bytes index = Bytes.copyOf(data.getIndex().toByteArray());
        if (!indexMac(keys, index).constantTimeEquals(indexMac(record))) {
            throw new AppStateFailed(
                    AppStateFailed.Reason.BAD_MAC, "index MAC: another one (expected: the one computed)");
        }
        return new Mutation(operation, index, data.getValue(), data.getVersion(), key.id());
    }

    private static SyncActionData parse(byte[] plain) {
        try {
            return SyncActionData.parseFrom(plain);
        } catch (InvalidProtocolBufferException e) {
            throw new AppStateFailed(
                    AppStateFailed.Reason.MALFORMED, "value: no protobuf (expected: SyncActionData)", e);
        }
    }

    private static Bytes mac(MutationKeys keys, Mutation.Operation operation, Bytes keyId, byte[] sealed) {
        // The byte is not the number of the enum in the schema.
        byte[] op = {(byte) (operation == Mutation.Operation.SET ? 1 : 2)};
        byte[] length = CollectionState.bigEndian(op.length + keyId.size());
        return Bytes.copyOf(
                Hmac.sha512(keys.valueMac().toByteArray(), op, keyId.toByteArray(), sealed, length), 0, MAC_BYTES);
    }

    static AppStateFailed malformed(String message) {
        return new AppStateFailed(AppStateFailed.Reason.MALFORMED, message);
    }

    private static ByteString bytes(byte[] bytes) {
        return ByteString.copyFrom(bytes);
    }
}
