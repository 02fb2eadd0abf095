// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.util.List;

/// The keys a device lays down at the server.
///
/// @param registrationId the number of this installation, an unsigned 32-bit value
/// @param identity the device's identity key
/// @param preKeys new one-time pre-keys
/// @param signedPreKey the present signed pre-key, its signature unchecked
public record PreKeyUpload(
        int registrationId, PublicKey identity, List<PublicPreKey> preKeys, PublicSignedPreKey signedPreKey) {

    /// Keeps an unmodifiable copy.
    public PreKeyUpload {
        preKeys = List.copyOf(preKeys);
    }

    /// Reads an iq of type set.
    public static PreKeyUpload of(Node iq) {
        return new PreKeyUpload(
                KeyNodes.registration(iq),
                KeyNodes.identity(iq),
                iq.requireChild("list").children("key").stream()
                        .map(KeyNodes::preKey)
                        .toList(),
                KeyNodes.signedPreKey(iq.requireChild("skey")));
    }

    /// The request that lays them down.
    public Node toIq(String id) {
        return Iq.set(id, Iq.Xmlns.ENCRYPT)
                .child(KeyNodes.registration(registrationId))
                .child(KeyNodes.type())
                .child(KeyNodes.identity(identity))
                .child(Node.builder("list")
                        .children(preKeys.stream().map(KeyNodes::preKey).toList()))
                .child(KeyNodes.signedPreKey(signedPreKey))
                .build();
    }
}
