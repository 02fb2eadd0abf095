// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;

/// The public half of a one-time pre-key.
///
/// @param id its number, 24 bits, never 0 in keys made here
/// @param key the key
public record PublicPreKey(int id, PublicKey key) {

    static final int ID_BYTES = 3;
    private static final int MAX_ID = 0xFF_FFFF;

    /// Refuses a number that has no wire form.
    public PublicPreKey {
        checkId(id);
    }

    static void checkId(int id) {
        if (id < 0 || id > MAX_ID) {
            throw new MalformedNode("pre-key id: " + id + " (expected: 24 bits)");
        }
    }

    static PublicPreKey of(Node node) {
        return new PublicPreKey(readId(node), KeyNodes.publicKey(node.requireChild("value")));
    }

    static int readId(Node node) {
        return (int) Fields.bigEndian(node.requireChild("id").requireContentBytes(ID_BYTES));
    }

    Node toNode() {
        return Node.of("key", Node.of("id", Fields.bigEndian(id, ID_BYTES)), Node.of("value", key.raw()));
    }
}
