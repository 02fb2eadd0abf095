// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.crypto.PublicKey;

/// What lets a group member read another's messages from now on; it travels inside a pairwise message.
///
/// @param keyId the sender key's id, an unsigned 32-bit number
/// @param iteration the number of the next message
/// @param chainKey 32 bytes
/// @param signingKey the key that the sender signs group messages with
public record SenderKeyDistribution(int keyId, int iteration, Bytes chainKey, PublicKey signingKey) {

    /// The bytes on the wire.
    public Bytes encode() {
        return new ProtoWriter(96)
                .versionByte()
                .number(1, keyId)
                .number(2, iteration)
                .bytes(3, chainKey)
                .bytes(4, signingKey.prefixed())
                .toBytes();
    }

    /// Reads the bytes on the wire.
    ///
    /// @throws DecryptFailed if they are no distribution message
    public static SenderKeyDistribution decode(Bytes wire) {
        return GroupMessages.distribution(wire.toByteArray());
    }
}
