// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.AppStateSyncKey;
import dev.switchboard.wire.proto.AppStateSyncKeyData;
import dev.switchboard.wire.proto.AppStateSyncKeyFingerprint;
import dev.switchboard.wire.proto.AppStateSyncKeyId;
import dev.switchboard.wire.proto.AppStateSyncKeyShare;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.ProtocolMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys that seal an account's app state; the phone makes them, its companions get all of them. Lives on the phone's lane.
final class SyncKeys {

    private static final String KEY = "sync-keys";
    private static final int VERSION = 1;
    private static final int KEY_SIZE = 32;
    private static final int ID_SIZE = 6;

    private final PhoneContext phone;
    private final Map<Bytes, Stored> keys = new LinkedHashMap<>();

    /// A key.
    ///
    /// @param id two bytes for the device that made it, four for its number
    /// @param data 32 secret bytes
    /// @param madeAt epoch milliseconds
    record Stored(Bytes id, Bytes data, long madeAt) {}

    SyncKeys(PhoneContext phone) {
        this.phone = phone;
    }

    void restore(Map<String, Bytes> state) {
        Bytes saved = state.get(KEY);
        if (saved == null) {
            return;
        }
        RecordReader in = new RecordReader(saved, VERSION);
        while (in.more()) {
            Stored key = new Stored(in.bytes(), in.bytes(), in.number());
            keys.put(key.id(), key);
        }
    }

    /// Makes a new key, the newest from now on.
    Stored create() {
        byte[] id = ByteBuffer.allocate(ID_SIZE)
                .putShort((short) 0)
                .putInt(keys.size() + 1)
                .array();
        Stored key = new Stored(Bytes.copyOf(id), Bytes.copyOf(phone.randomBytes(KEY_SIZE)), phone.now());
        keys.put(key.id(), key);
        RecordWriter out = new RecordWriter(VERSION);
        keys.values().forEach(stored -> out.bytes(stored.id()).bytes(stored.data()).number(stored.madeAt()));
        phone.turn().put(KEY, out.done());
        return key;
    }

    Optional<Stored> find(Bytes id) {
        return Optional.ofNullable(keys.get(id));
    }

    /// The key to seal with.
    Stored newest() {
        return List.copyOf(keys.values()).getLast();
    }

    /// The message that hands keys to a companion: those asked for, or all. One that the phone does not have comes without data.
    Message share(List<Bytes> wanted) {
        List<AppStateSyncKey> shared = new ArrayList<>();
        if (wanted.isEmpty()) {
            keys.values().forEach(key -> shared.add(shared(key)));
        } else {
            wanted.forEach(id -> shared.add(find(id).map(this::shared).orElseGet(() -> unknown(id))));
        }
        return Message.newBuilder()
                .setProtocolMessage(ProtocolMessage.newBuilder()
                        .setType(ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE)
                        .setAppStateSyncKeyShare(AppStateSyncKeyShare.newBuilder().addAllKeys(shared)))
                .build();
    }

    private AppStateSyncKey shared(Stored key) {
        AppStateSyncKeyFingerprint.Builder fingerprint = AppStateSyncKeyFingerprint.newBuilder()
                .setRawId(phone.identity().rawId())
                .setCurrentIndex(phone.counters().lastKeyIndex());
        for (int index = 0; index <= phone.counters().lastKeyIndex(); index++) {
            fingerprint.addDeviceIndexes(index);
        }
        return unknown(key.id()).toBuilder()
                .setKeyData(AppStateSyncKeyData.newBuilder()
                        .setKeyData(ByteString.copyFrom(key.data().toByteArray()))
                        .setFingerprint(fingerprint)
                        .setTimestamp(key.madeAt()))
                .build();
    }

    private static AppStateSyncKey unknown(Bytes id) {
        return AppStateSyncKey.newBuilder()
                .setKeyId(AppStateSyncKeyId.newBuilder().setKeyId(ByteString.copyFrom(id.toByteArray())))
                .build();
    }
}
