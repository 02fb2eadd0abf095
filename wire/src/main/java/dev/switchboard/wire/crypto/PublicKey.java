// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;

/// An X25519 public key: 32 bytes in stanzas, 33 with a leading type byte 05 inside Signal messages and signatures.
///
/// @param raw the 32 bytes without type byte
public record PublicKey(Bytes raw) implements Comparable<PublicKey> {

    /// Bytes of the raw form.
    public static final int SIZE = 32;

    /// Bytes of the form with type byte.
    public static final int PREFIXED_SIZE = 33;

    /// The type byte: Curve25519.
    public static final byte TYPE = 5;

    /// @throws InvalidKey if there are not 32 bytes
    public PublicKey {
        if (raw.size() != SIZE) {
            throw new InvalidKey("public key bytes: " + raw.size() + " (expected: 32)");
        }
    }

    /// A key from its raw or its prefixed form.
    ///
    /// @throws InvalidKey if it is neither
    public static PublicKey of(byte[] bytes) {
        if (bytes.length == PREFIXED_SIZE && bytes[0] == TYPE) {
            return new PublicKey(Bytes.copyOf(bytes, 1, PREFIXED_SIZE));
        }
        if (bytes.length == PREFIXED_SIZE) {
            throw new InvalidKey("public key type: " + bytes[0] + " (expected: 5)");
        }
        return new PublicKey(Bytes.copyOf(bytes));
    }

    /// A key from its raw or its prefixed form.
    ///
    /// @throws InvalidKey if it is neither
    public static PublicKey of(Bytes bytes) {
        return bytes.size() == SIZE ? new PublicKey(bytes) : of(bytes.toByteArray());
    }

    /// A fresh array of the 32 raw bytes.
    public byte[] toByteArray() {
        return raw.toByteArray();
    }

    /// A fresh array of 33 bytes, type byte first.
    public byte[] prefixed() {
        byte[] bytes = new byte[PREFIXED_SIZE];
        bytes[0] = TYPE;
        raw.copyTo(bytes, 1);
        return bytes;
    }

    @Override
    public int compareTo(PublicKey other) {
        return raw.compareTo(other.raw);
    }
}
