// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;

/// The public half of a signed pre-key.
///
/// @param id its number, 24 bits
/// @param key the key
/// @param signature the identity's signature over the key, unchecked
public record PublicSignedPreKey(int id, PublicKey key, Bytes signature) {

    private static final int SIGNATURE_BYTES = 64;

    /// Refuses a number that has no wire form.
    public PublicSignedPreKey {
        PublicPreKey.checkId(id);
    }

    static PublicSignedPreKey of(Node node) {
        return new PublicSignedPreKey(
                PublicPreKey.readId(node),
                KeyNodes.publicKey(node.requireChild("value")),
                node.requireChild("signature").requireContentBytes(SIGNATURE_BYTES));
    }

    Node toNode() {
        return Node.of(
                "skey",
                Node.of("id", Fields.bigEndian(id, PublicPreKey.ID_BYTES)),
                Node.of("value", key.raw()),
                Node.of("signature", signature));
    }
}
