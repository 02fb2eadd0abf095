// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.EncryptedMedia;
import dev.switchboard.wire.media.MediaKey;

/// A file that a phone has encrypted and uploaded.
///
/// @param mimetype what is in it
/// @param url its whole address
/// @param directPath its path on any media host
/// @param key what opens it
/// @param hashes of it and its encrypted form
/// @param at when the key was made, in epoch milliseconds
public record SealedFile(String mimetype, String url, String directPath, MediaKey key, EncryptedMedia hashes, long at) {

    ByteString keyBytes() {
        return bytes(key.bytes());
    }

    ByteString fileSha256() {
        return bytes(hashes.fileSha256());
    }

    ByteString fileEncSha256() {
        return bytes(hashes.fileEncSha256());
    }

    long length() {
        return hashes.fileLength();
    }

    long seconds() {
        return at / 1000;
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }
}
