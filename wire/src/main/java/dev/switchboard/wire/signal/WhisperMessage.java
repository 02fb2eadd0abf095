// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A message in a session: version byte, protobuf, and eight bytes of MAC.
///
/// @param ratchetKey the sender's current ratchet key
/// @param counter the message's number in its chain, unsigned
/// @param previousCounter the number of the last message of the chain before; negative for none
/// @param ciphertext what AES-CBC made
/// @param wire all bytes, MAC included
record WhisperMessage(PublicKey ratchetKey, int counter, int previousCounter, Bytes ciphertext, Bytes wire) {

    private static final int MAC_SIZE = 8;

    static WhisperMessage decode(byte[] wire) {
        checkVersion(wire);
        int end = wire.length - MAC_SIZE;
        if (end < 1) {
            throw ProtoReader.malformed("too short");
        }
        @Nullable PublicKey ratchetKey = null;
        int counter = 0;
        int previousCounter = 0;
        @Nullable Bytes ciphertext = null;
        ProtoReader reader = new ProtoReader(wire, 1, end);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> ratchetKey = reader.key();
                case 2 -> counter = reader.number();
                case 3 -> previousCounter = reader.number();
                case 4 -> ciphertext = reader.bytes();
                default -> {}
            }
        }
        if (ratchetKey == null || ciphertext == null) {
            throw ProtoReader.malformed("incomplete message");
        }
        return new WhisperMessage(ratchetKey, counter, previousCounter, ciphertext, Bytes.copyOf(wire));
    }

    /// The wire form of a new message.
    static byte[] encode(SendingChain chain, byte[] ciphertext, byte[] macKey, Peers peers) {
        ProtoWriter writer = new ProtoWriter(ciphertext.length + 64)
                .versionByte()
                .bytes(1, chain.ratchet().publicKey().prefixed())
                .number(2, chain.chainKey().index())
                .number(3, chain.previousCounter())
                .bytes(4, ciphertext);
        byte[] body = writer.toByteArray();
        byte[] mac = mac(macKey, peers.localIdentity(), peers.remoteIdentity(), body);
        return writer.raw(mac, 0, MAC_SIZE).toByteArray();
    }

    /// Whether the MAC is right for a message from the remote to the local identity.
    boolean isAuthentic(byte[] macKey, Peers peers) {
        int end = wire.size() - MAC_SIZE;
        byte[] body = wire.slice(0, end).toByteArray();
        byte[] mac = mac(macKey, peers.remoteIdentity(), peers.localIdentity(), body);
        return wire.slice(end, wire.size()).constantTimeEquals(Arrays.copyOf(mac, MAC_SIZE));
    }

    private static byte[] mac(byte[] key, PublicKey sender, PublicKey receiver, byte[] body) {
        return Hmac.sha256(key, sender.prefixed(), receiver.prefixed(), body);
    }

    /// Message version 3 or later, readable by those who speak at most 3.
    static void checkVersion(byte[] wire) {
        if (wire.length == 0) {
            throw ProtoReader.malformed("empty");
        }
        int version = wire[0] >> 4 & 0xf;
        if (version < 3 || (wire[0] & 0xf) > 3) {
            throw new DecryptFailed(
                    new DecryptFailed.Reason.UnsupportedVersion(version), "message version: " + version);
        }
    }
}
