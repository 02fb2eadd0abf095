// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.XEdDsa;
import java.util.random.RandomGenerator;

/// A signed pre-key of our own.
///
/// @param id its number, from 1 to 2^24 - 1
/// @param keyPair its keys
/// @param signature 64 bytes by our identity key
public record SignedPreKey(int id, KeyPair keyPair, Bytes signature) {

    /// The half that goes to the key directory.
    public PublicSignedPreKey publicPreKey() {
        return new PublicSignedPreKey(id, keyPair.publicKey(), signature);
    }

    /// A new signed pre-key.
    public static SignedPreKey generate(int id, PrivateKey identity, RandomGenerator random) {
        KeyPair pair = KeyPair.generate(random);
        byte[] signature = XEdDsa.sign(identity, pair.publicKey().prefixed(), random);
        return new SignedPreKey(id, pair, Bytes.copyOf(signature));
    }
}
