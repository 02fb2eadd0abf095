// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hkdf;
import java.nio.charset.StandardCharsets;

/// What is derived from a [MediaKey] for a kind of file.
///
/// @param iv the first block to chain with
/// @param cipherKey the AES key
/// @param macKey the HMAC key
/// @param referenceKey not used by any client
public record MediaKeys(Bytes iv, Bytes cipherKey, Bytes macKey, Bytes referenceKey) {

    private static final int LENGTH = 112;

    /// The keys of a file.
    public static MediaKeys derive(MediaKey key, MediaKind kind) {
        Bytes expanded = Bytes.copyOf(
                Hkdf.derive(key.bytes().toByteArray(), kind.keyInfo().getBytes(StandardCharsets.US_ASCII), LENGTH));
        return new MediaKeys(
                expanded.slice(0, 16), expanded.slice(16, 48), expanded.slice(48, 80), expanded.slice(80, LENGTH));
    }

    @Override
    public String toString() {
        return "MediaKeys[secret]";
    }
}
