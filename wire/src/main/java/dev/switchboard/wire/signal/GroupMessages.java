// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.crypto.XEdDsa;
import org.jspecify.annotations.Nullable;

/// Parsing of the two messages of sender keys.
final class GroupMessages {

    private static final int CHAIN_KEY_SIZE = 32;

    private GroupMessages() {}

    /// A group message taken apart.
    ///
    /// @param keyId the sender key's id
    /// @param iteration the message's number, unsigned
    /// @param ciphertext what AES-CBC made
    /// @param signed the bytes the signature covers
    /// @param signature 64 bytes
    record SenderKeyMessage(int keyId, int iteration, Bytes ciphertext, Bytes signed, Bytes signature) {}

    static SenderKeyMessage message(byte[] wire) {
        WhisperMessage.checkVersion(wire);
        int end = wire.length - XEdDsa.SIGNATURE_SIZE;
        if (end < 1) {
            throw ProtoReader.malformed("too short");
        }
        int keyId = 0;
        int iteration = 0;
        Bytes ciphertext = null;
        ProtoReader reader = new ProtoReader(wire, 1, end);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> keyId = reader.number();
                case 2 -> iteration = reader.number();
                case 3 -> ciphertext = reader.bytes();
                default -> {}
            }
        }
        if (ciphertext == null) {
            throw ProtoReader.malformed("no ciphertext");
        }
        return new SenderKeyMessage(
                keyId, iteration, ciphertext, Bytes.copyOf(wire, 0, end), Bytes.copyOf(wire, end, wire.length));
    }

    static SenderKeyDistribution distribution(byte[] wire) {
        WhisperMessage.checkVersion(wire);
        int keyId = 0;
        int iteration = 0;
        Bytes chainKey = Bytes.EMPTY;
        @Nullable PublicKey signingKey = null;
        ProtoReader reader = new ProtoReader(wire, 1, wire.length);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> keyId = reader.number();
                case 2 -> iteration = reader.number();
                case 3 -> chainKey = reader.bytes();
                case 4 -> signingKey = reader.key();
                default -> {}
            }
        }
        if (signingKey == null || chainKey.size() != CHAIN_KEY_SIZE || iteration < 0) {
            throw ProtoReader.malformed("incomplete sender key distribution");
        }
        return new SenderKeyDistribution(keyId, iteration, chainKey, signingKey);
    }
}
