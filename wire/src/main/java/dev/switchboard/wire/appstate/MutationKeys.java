// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hkdf;
import java.nio.charset.StandardCharsets;

/// What is derived from a [SyncKey].
///
/// @param index names what a mutation is about
/// @param valueEncryption hides its value
/// @param valueMac authenticates its value
/// @param snapshotMac authenticates the state of a collection
/// @param patchMac authenticates a patch
public record MutationKeys(Bytes index, Bytes valueEncryption, Bytes valueMac, Bytes snapshotMac, Bytes patchMac) {

    private static final byte[] LABEL = "WhatsApp Mutation Keys".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 32;
    private static final int LENGTH = 5 * KEY;

    /// The keys of a shared key.
    public static MutationKeys derive(SyncKey key) {
        Bytes expanded = Bytes.copyOf(Hkdf.derive(key.data().toByteArray(), LABEL, LENGTH));
        return new MutationKeys(
                expanded.slice(0, KEY),
                expanded.slice(KEY, 2 * KEY),
                expanded.slice(2 * KEY, 3 * KEY),
                expanded.slice(3 * KEY, 4 * KEY),
                expanded.slice(4 * KEY, LENGTH));
    }

    @Override
    public String toString() {
        return "MutationKeys[secret]";
    }
}
