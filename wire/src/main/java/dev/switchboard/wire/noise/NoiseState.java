// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.AesGcm;
import dev.switchboard.wire.crypto.Curve;
import dev.switchboard.wire.crypto.Hkdf;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.frame.Intro;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The running hash and key of one handshake; both sides perform the same operations in the same order.
final class NoiseState {

    private static final int KEY_SIZE = 32;
    private static final byte[] NOTHING = {};

    private byte[] hash;
    private byte[] chainingKey;
    private byte[] key;
    private long counter;

    /// Begins a handshake; the prologue is the protocol header alone, whatever else the intro held.
    NoiseState(HandshakePattern pattern) {
        byte[] name = pattern.protocolName().getBytes(StandardCharsets.US_ASCII);
        byte[] start = name.length <= KEY_SIZE ? Arrays.copyOf(name, KEY_SIZE) : Sha.sha256(name);
        this.hash = start;
        this.chainingKey = start;
        this.key = start;
        mixHash(Intro.HEADER.toByteArray());
    }

    void mixHash(byte[] data) {
        hash = Sha.sha256(hash, data);
    }

    void mixHash(PublicKey publicKey) {
        mixHash(publicKey.toByteArray());
    }

    /// Mixes in what the two keys agree on.
    void mixKey(PrivateKey ours, PublicKey theirs) {
        byte[] okm = Hkdf.derive(agree(ours, theirs), chainingKey, NOTHING, 2 * KEY_SIZE);
        chainingKey = Arrays.copyOf(okm, KEY_SIZE);
        key = Arrays.copyOfRange(okm, KEY_SIZE, 2 * KEY_SIZE);
        counter = 0;
    }

    byte[] seal(byte[] plaintext) {
        byte[] ciphertext = AesGcm.seal(key, Nonce.of(counter++), hash, plaintext);
        mixHash(ciphertext);
        return ciphertext;
    }

    byte[] open(byte[] ciphertext, String what) {
        byte[] plaintext = AesGcm.open(key, Nonce.of(counter++), hash, ciphertext)
                .orElseThrow(() -> new HandshakeFailed(
                        HandshakeFailed.Reason.BAD_TAG, what + ": does not open (expected: sealed by this handshake)"));
        mixHash(ciphertext);
        return plaintext;
    }

    /// Ends the handshake on the client's side.
    TransportCipher splitForClient() {
        byte[] okm = split();
        return new TransportCipher(Arrays.copyOf(okm, KEY_SIZE), Arrays.copyOfRange(okm, KEY_SIZE, 2 * KEY_SIZE));
    }

    /// Ends the handshake on the server's side.
    TransportCipher splitForServer() {
        byte[] okm = split();
        return new TransportCipher(Arrays.copyOfRange(okm, KEY_SIZE, 2 * KEY_SIZE), Arrays.copyOf(okm, KEY_SIZE));
    }

    private byte[] split() {
        return Hkdf.derive(NOTHING, chainingKey, NOTHING, 2 * KEY_SIZE);
    }

    private static byte[] agree(PrivateKey ours, PublicKey theirs) {
        try {
            return Curve.agree(ours, theirs);
        } catch (InvalidKey e) {
            throw new HandshakeFailed(HandshakeFailed.Reason.MALFORMED, "peer's key: not usable", e);
        }
    }
}
