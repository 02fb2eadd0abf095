// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.proto.AppStateSyncKey;
import dev.switchboard.wire.proto.AppStateSyncKeyFingerprint;
import dev.switchboard.wire.proto.AppStateSyncKeyId;
import dev.switchboard.wire.proto.AppStateSyncKeyShare;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.ProtocolMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys that seal an account's app state; the phone makes them, its companions get all of them. Lives on the
/// phone's lane.
final class SyncKeys {

    private static final String KEY = "sync-keys";
    private static final int VERSION = 1;

    private final PhoneContext phone;
    private final Map<Bytes, Stored> keys = new LinkedHashMap<>();

    /// A key and when it was made, in epoch milliseconds.
    private record Stored(SyncKey key, long madeAt) {}

    SyncKeys(PhoneContext phone) {
        this.phone = phone;
    }

    void restore(Map<String, Bytes> state) {
        Bytes saved = state.get(KEY);
        if (saved == null) {
            return;
        }
        new RecordReader(saved, VERSION)
                .list(in -> new Stored(new SyncKey(in.bytes(), in.bytes()), in.number()))
                .forEach(stored -> keys.put(stored.key().id(), stored));
    }

    /// Makes a new key, the newest from now on.
    SyncKey create() {
        SyncKey key = SyncKey.generate(0, keys.size() + 1, phone.random());
        keys.put(key.id(), new Stored(key, phone.now()));
        Bytes record = new RecordWriter(VERSION)
                .list(
                        keys.values(),
                        (out, stored) -> out.bytes(stored.key().id())
                                .bytes(stored.key().data())
                                .number(stored.madeAt()))
                .done();
        phone.turn().put(KEY, record);
        return key;
    }

    /// The newest key.
    SyncKey newest() {
        return List.copyOf(keys.values()).getLast().key();
    }

    /// All keys ever made.
    List<SyncKey> all() {
        return keys.values().stream().map(Stored::key).toList();
    }

    Optional<SyncKey> find(Bytes id) {
        return Optional.ofNullable(keys.get(id)).map(Stored::key);
    }

    /// The message that hands keys to a companion: those asked for, or all. One that the phone does not have comes
    /// without data.
    Message share(List<Bytes> wanted) {
        List<AppStateSyncKey> shared = new ArrayList<>();
        for (Bytes id : wanted.isEmpty() ? keys.keySet() : wanted) {
            Stored key = keys.get(id);
            shared.add(key == null ? unknown(id) : shared(key));
        }
        return Message.newBuilder()
                .setProtocolMessage(ProtocolMessage.newBuilder()
                        .setType(ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE)
                        .setAppStateSyncKeyShare(
                                AppStateSyncKeyShare.newBuilder().addAllKeys(shared)))
                .build();
    }

    private AppStateSyncKey shared(Stored stored) {
        AppStateSyncKeyFingerprint.Builder fingerprint = AppStateSyncKeyFingerprint.newBuilder()
                .setRawId(phone.identity().rawId())
                .setCurrentIndex(phone.counters().lastKeyIndex());
        for (int index = 0; index <= phone.counters().lastKeyIndex(); index++) {
            fingerprint.addDeviceIndexes(index);
        }
        return stored.key().toProto(fingerprint.build(), Instant.ofEpochMilli(stored.madeAt()));
    }

    private static AppStateSyncKey unknown(Bytes id) {
        return AppStateSyncKey.newBuilder()
                .setKeyId(AppStateSyncKeyId.newBuilder().setKeyId(ByteString.copyFrom(id.toByteArray())))
                .build();
    }
}
