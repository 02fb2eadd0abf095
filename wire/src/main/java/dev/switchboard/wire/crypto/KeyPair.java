// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.util.random.RandomGenerator;

/// An X25519 key pair.
///
/// @param publicKey what others may know
/// @param privateKey what only the owner knows
public record KeyPair(PublicKey publicKey, PrivateKey privateKey) {

    /// A new pair. The generator must be a cryptographic one outside of tests.
    public static KeyPair generate(RandomGenerator random) {
        return of(PrivateKey.generate(random));
    }

    /// The pair of a private key.
    public static KeyPair of(PrivateKey privateKey) {
        return new KeyPair(Curve.publicKey(privateKey), privateKey);
    }
}
