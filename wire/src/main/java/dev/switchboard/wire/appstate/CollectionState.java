// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hmac;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// How far a device is with a collection.
///
/// @param collection the name of the collection
/// @param version the number of patches applied
/// @param hash the hash over all values
public record CollectionState(String collection, long version, LtHash hash) {

    /// The state before the first patch.
    public static CollectionState initial(String collection) {
        return new CollectionState(collection, 0, LtHash.EMPTY);
    }

    /// The MAC of this state.
    Bytes snapshotMac(MutationKeys keys) {
        return Bytes.copyOf(
                Hmac.sha256(keys.snapshotMac().toByteArray(), hash.state().toByteArray(), bigEndian(version), name()));
    }

    /// The MAC of a patch that leads to this version.
    Bytes patchMac(MutationKeys keys, Bytes snapshotMac, List<Bytes> valueMacs) {
        byte[][] parts = new byte[valueMacs.size() + 3][];
        parts[0] = snapshotMac.toByteArray();
        for (int i = 0; i < valueMacs.size(); i++) {
            parts[i + 1] = valueMacs.get(i).toByteArray();
        }
        parts[parts.length - 2] = bigEndian(version);
        parts[parts.length - 1] = name();
        return Bytes.copyOf(Hmac.sha256(keys.patchMac().toByteArray(), parts));
    }

    private byte[] name() {
        return collection.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bigEndian(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
