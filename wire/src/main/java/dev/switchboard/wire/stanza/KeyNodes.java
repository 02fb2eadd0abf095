// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;

/// The nodes of which key stanzas are made.
final class KeyNodes {

    static final Bytes KEY_TYPE = Bytes.of((byte) 5);
    private static final int REGISTRATION_BYTES = 4;

    private KeyNodes() {}

    /// A key of 32 bytes, or of 33 with the type byte as some peers write it.
    static PublicKey publicKey(Node node) {
        try {
            return PublicKey.of(node.contentBytes());
        } catch (InvalidKey e) {
            throw new MalformedNode("content of <" + node.tag() + ">: no key (expected: 32 bytes)", e);
        }
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
