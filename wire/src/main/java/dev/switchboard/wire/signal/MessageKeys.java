// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.AesCbc;
import dev.switchboard.wire.crypto.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The keys of one pairwise message.
final class MessageKeys {

    private static final byte[] INFO = "WhisperMessageKeys".getBytes(StandardCharsets.US_ASCII);

    private final byte[] okm;

    private MessageKeys(byte[] okm) {
        this.okm = okm;
    }

    static MessageKeys of(Bytes seed) {
        return of(seed.toByteArray());
    }

    static MessageKeys of(byte[] seed) {
        return new MessageKeys(Hkdf.derive(seed, INFO, 80));
    }

    byte[] cipherKey() {
        return Arrays.copyOf(okm, 32);
    }

    byte[] macKey() {
        return Arrays.copyOfRange(okm, 32, 64);
    }

    byte[] iv() {
        return Arrays.copyOfRange(okm, 64, 80);
    }

    byte[] encrypt(Bytes plaintext) {
        return AesCbc.encrypt(cipherKey(), iv(), plaintext.toByteArray());
    }

    Optional<byte[]> decrypt(Bytes ciphertext) {
        return AesCbc.decrypt(cipherKey(), iv(), ciphertext.toByteArray());
    }
}
