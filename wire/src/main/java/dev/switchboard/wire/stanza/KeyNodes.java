// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.KeyIds;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;

/// The nodes of which key stanzas are made.
final class KeyNodes {

    static final Bytes KEY_TYPE = Bytes.of((byte) 5);
    private static final int REGISTRATION_BYTES = 4;
    static final int PRE_KEY_ID_BYTES = 3;
    private static final int SIGNATURE_BYTES = 64;

    private KeyNodes() {}

    /// A key of 32 bytes, or of 33 with the type byte as some peers write it.
    static PublicKey publicKey(Node node) {
        try {
            return PublicKey.of(node.contentBytes());
        } catch (InvalidKey e) {
            throw new MalformedNode("content of <" + node.tag() + ">: no key (expected: 32 bytes)", e);
        }
    }

    static PublicPreKey preKey(Node node) {
        return new PublicPreKey(preKeyId(node.requireChild("id")), publicKey(node.requireChild("value")));
    }

    static Node preKey(PublicPreKey preKey) {
        return Node.of(
                "key", preKeyId(preKey.id()), Node.of("value", preKey.key().raw()));
    }

    static PublicSignedPreKey signedPreKey(Node node) {
        return new PublicSignedPreKey(
                preKeyId(node.requireChild("id")),
                publicKey(node.requireChild("value")),
                node.requireChild("signature").requireContentBytes(SIGNATURE_BYTES));
    }

    static Node signedPreKey(PublicSignedPreKey preKey) {
        return Node.of(
                "skey",
                preKeyId(preKey.id()),
                Node.of("value", preKey.key().raw()),
                Node.of("signature", preKey.signature()));
    }

    static int preKeyId(Node node) {
        return (int) Fields.bigEndian(node.requireContentBytes(PRE_KEY_ID_BYTES));
    }

    static Node preKeyId(int id) {
        return Node.of("id", KeyIds.preKeyIdBytes(id));
    }

    static int registration(Node parent) {
        Bytes bytes = parent.requireChild("registration").contentBytes();
        if (bytes.isEmpty() || bytes.size() > REGISTRATION_BYTES) {
            throw new MalformedNode("content of <registration>: " + bytes.size() + " bytes (expected: 4 bytes)");
        }
        return (int) Fields.bigEndian(bytes);
    }

    static Node registration(int id) {
        return Node.of("registration", Fields.bigEndian(Integer.toUnsignedLong(id), REGISTRATION_BYTES));
    }

    static Node type() {
        return Node.of("type", KEY_TYPE);
    }

    static Node identity(PublicKey key) {
        return Node.of("identity", key.raw());
    }

    static PublicKey identity(Node parent) {
        return publicKey(parent.requireChild("identity"));
    }
}
