// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;

/// X25519 (RFC 7748), in constant time. Why not the JDK's: docs/adr/0006-curve-arithmetic-of-our-own.md.
public final class Curve {

    private Curve() {}

    /// The shared secret of a private key and another's public key: 32 bytes, to be fed to a key derivation.
    ///
    /// @throws InvalidKey if the public key is a point of small order, which would make the secret a constant
    public static byte[] agree(PrivateKey privateKey, PublicKey publicKey) {
        byte[] shared = Ladder.multiply(privateKey.scalar(), publicKey.toByteArray());
        int any = 0;
        for (byte b : shared) {
            any |= b;
        }
        if (any == 0) {
            throw new InvalidKey("public key: a point of small order");
        }
        return shared;
    }

    /// The public key of a private key.
    public static PublicKey publicKey(PrivateKey privateKey) {
        return new PublicKey(
                Bytes.copyOf(BaseTable.multiply(privateKey.scalar()).montgomeryU()));
    }
}
