// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.HandshakeMessage;

/// Between protobuf and the values of this package.
final class HandshakeMessages {

    private HandshakeMessages() {}

    static HandshakeMessage parse(byte[] message) {
        try {
            return HandshakeMessage.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new HandshakeFailed(HandshakeFailed.Reason.MALFORMED, "handshake message: not readable", e);
        }
    }

    static Bytes encode(HandshakeMessage.Builder message) {
        return Bytes.copyOf(message.build().toByteArray());
    }

    static PublicKey publicKey(byte[] raw, String what) {
        try {
            return new PublicKey(Bytes.copyOf(raw));
        } catch (InvalidKey e) {
            throw new HandshakeFailed(HandshakeFailed.Reason.MALFORMED, what + ": not a key (expected: 32 bytes)", e);
        }
    }

    static PublicKey publicKey(ByteString raw, String what) {
        return publicKey(raw.toByteArray(), what);
    }

    static ByteString byteString(PublicKey key) {
        return ByteString.copyFrom(key.toByteArray());
    }

    static HandshakeFailed unexpected(String actual, String expected) {
        return new HandshakeFailed(
                HandshakeFailed.Reason.MALFORMED, "handshake message: " + actual + " (expected: " + expected + ")");
    }
}
