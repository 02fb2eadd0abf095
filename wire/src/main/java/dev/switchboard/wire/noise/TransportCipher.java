// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.crypto.AesGcm;

/// Encrypts and decrypts the frames after a handshake. Each direction counts its frames, so they must
/// come in order and none may be left out; the two directions may be used by two threads, each of them
/// by one.
public final class TransportCipher {

    private final Direction sending;
    private final Direction receiving;

    /// Takes ownership of both keys.
    TransportCipher(byte[] sendKey, byte[] receiveKey) {
        this.sending = new Direction(sendKey);
        this.receiving = new Direction(receiveKey);
    }

    /// The next outgoing frame's content; 16 bytes longer than the plaintext.
    ///
    /// @throws HandshakeFailed if 2^32 frames were sent, after which the connection must be renewed
    public byte[] encrypt(byte[] plaintext) {
        return AesGcm.seal(sending.key, sending.nextNonce(), Nonce.NO_DATA, plaintext);
    }

    /// The plaintext of the next incoming frame's content.
    ///
    /// @throws HandshakeFailed if it does not open, after which the connection must be closed
    public byte[] decrypt(byte[] ciphertext) {
        return AesGcm.open(receiving.key, receiving.nextNonce(), Nonce.NO_DATA, ciphertext)
                .orElseThrow(() -> new HandshakeFailed(
                        HandshakeFailed.Reason.TRANSPORT, "frame: does not open (expected: in order, by this peer)"));
    }

    private static final class Direction {

        private final byte[] key;
        private long counter;

        Direction(byte[] key) {
            this.key = key;
        }

        byte[] nextNonce() {
            if (counter > Nonce.MAX_COUNTER) {
                throw new HandshakeFailed(HandshakeFailed.Reason.TRANSPORT, "frames: 2^32 (expected: fewer)");
            }
            return Nonce.of(counter++);
        }
    }
}
