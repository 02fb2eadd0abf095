// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.crypto.XEdDsa;

/// The public half of a signed pre-key.
///
/// @param id its number, 24 bits
/// @param key its key
/// @param signature 64 bytes by the owner's identity key over the key's 33-byte form
public record PublicSignedPreKey(int id, PublicKey key, Bytes signature) {

    /// Whether the signature is by the given identity.
    public boolean isSignedBy(PublicKey identity) {
        return XEdDsa.verify(identity, key.prefixed(), signature.toByteArray());
    }
}
