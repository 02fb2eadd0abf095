// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.AppStateSyncKey;
import dev.switchboard.wire.proto.AppStateSyncKeyData;
import dev.switchboard.wire.proto.AppStateSyncKeyFingerprint;
import dev.switchboard.wire.proto.AppStateSyncKeyId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A key that the phone shares with its companions, from which the keys of mutations are derived.
///
/// @param id its name: the maker's device and an epoch
/// @param data 32 secret bytes
public record SyncKey(Bytes id, Bytes data) {

    private static final int DATA_BYTES = 32;
    private static final int ID_BYTES = 6;

    /// A new key, as a phone makes it. The generator must be a cryptographic one outside of tests.
    ///
    /// @param device the maker
    /// @param epoch one more than that of the key before
    public static SyncKey generate(int device, int epoch, RandomGenerator random) {
        byte[] data = new byte[DATA_BYTES];
        random.nextBytes(data);
        ByteBuffer id = ByteBuffer.allocate(ID_BYTES).putShort((short) device).putInt(epoch);
        return new SyncKey(Bytes.copyOf(id.array()), Bytes.copyOf(data));
    }

    /// Reads a shared key; empty if it has no content.
    public static Optional<SyncKey> of(AppStateSyncKey key) {
        ByteString id = key.getKeyId().getKeyId();
        ByteString data = key.getKeyData().getKeyData();
        return id.isEmpty() || data.isEmpty()
                ? Optional.empty()
                : Optional.of(new SyncKey(Bytes.copyOf(id.toByteArray()), Bytes.copyOf(data.toByteArray())));
    }

    /// The form in which it is shared.
    ///
    /// @param fingerprint which devices may have it
    /// @param made when it was made
    public AppStateSyncKey toProto(AppStateSyncKeyFingerprint fingerprint, Instant made) {
        return AppStateSyncKey.newBuilder()
                .setKeyId(AppStateSyncKeyId.newBuilder().setKeyId(bytes(id)))
                .setKeyData(AppStateSyncKeyData.newBuilder()
                        .setKeyData(bytes(data))
                        .setFingerprint(fingerprint)
                        .setTimestamp(made.toEpochMilli()))
                .build();
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }

    @Override
    public String toString() {
        return "SyncKey[secret]";
    }
}
