// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;

/// An X25519 private key, held clamped. Its text form shows nothing; equality takes constant time.
public final class PrivateKey {

    /// Bytes of a private key.
    public static final int SIZE = 32;

    private final byte[] scalar;

    private PrivateKey(byte[] scalar) {
        this.scalar = scalar;
    }

    /// A key of 32 bytes, which are clamped.
    ///
    /// @throws InvalidKey if there are not 32 bytes
    public static PrivateKey of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new InvalidKey("private key bytes: " + bytes.length + " (expected: 32)");
        }
        return new PrivateKey(Scalar.clamp(bytes));
    }

    /// A key of 32 bytes, which are clamped.
    ///
    /// @throws InvalidKey if there are not 32 bytes
    public static PrivateKey of(Bytes bytes) {
        return of(bytes.toByteArray());
    }

    /// A new key. The generator must be a cryptographic one outside of tests.
    public static PrivateKey generate(RandomGenerator random) {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /// A fresh array of the clamped bytes, for storing.
    public byte[] toByteArray() {
        return scalar.clone();
    }

    /// The clamped bytes, for storing.
    public Bytes bytes() {
        return Bytes.copyOf(scalar);
    }

    /// The array itself, for the arithmetic of this package.
    byte[] scalar() {
        return scalar;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrivateKey that && MessageDigest.isEqual(scalar, that.scalar);
    }

    @Override
    public int hashCode() {
        return LittleEndian.intAt(Sha.sha256(scalar), 0);
    }

    @Override
    public String toString() {
        return "PrivateKey[redacted]";
    }
}
