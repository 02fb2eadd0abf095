// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A message that also lets its receiver make the session: what the sender used of the receiver's bundle, and the
/// sender's own keys.
///
/// @param preKeyId the one-time pre-key, if one was used
/// @param signedPreKeyId the signed pre-key
/// @param baseKey the sender's base key, which names the session
/// @param identity the sender's identity key
/// @param registrationId the sender's registration id
/// @param message the message in the session
record PreKeyWhisperMessage(
        OptionalInt preKeyId,
        int signedPreKeyId,
        PublicKey baseKey,
        PublicKey identity,
        int registrationId,
        WhisperMessage message) {

    static PreKeyWhisperMessage decode(byte[] wire) {
        WhisperMessage.checkVersion(wire);
        OptionalInt preKeyId = OptionalInt.empty();
        int signedPreKeyId = 0;
        int registrationId = 0;
        @Nullable PublicKey baseKey = null;
        @Nullable PublicKey identity = null;
        @Nullable Bytes message = null;
        ProtoReader reader = new ProtoReader(wire, 1, wire.length);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> preKeyId = OptionalInt.of(reader.number());
                case 2 -> baseKey = reader.key();
                case 3 -> identity = reader.key();
                case 4 -> message = reader.bytes();
                case 5 -> registrationId = reader.number();
                case 6 -> signedPreKeyId = reader.number();
                default -> {}
            }
        }
        if (baseKey == null || identity == null || message == null) {
            throw ProtoReader.malformed("incomplete pre-key message");
        }
        WhisperMessage inner = WhisperMessage.decode(message.toByteArray());
        return new PreKeyWhisperMessage(preKeyId, signedPreKeyId, baseKey, identity, registrationId, inner);
    }

    static byte[] encode(SessionState state, PendingPreKey pending, byte[] message) {
        Peers peers = state.peers();
        ProtoWriter writer = new ProtoWriter(message.length + 96).versionByte();
        pending.preKeyId().ifPresent(id -> writer.number(1, id));
        return writer.bytes(2, state.baseKey().prefixed())
                .bytes(3, peers.localIdentity().prefixed())
                .bytes(4, message)
                .number(5, peers.localRegistrationId())
                .number(6, pending.signedPreKeyId())
                .toByteArray();
    }
}
