// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.PreKeyBundle;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What it takes to open a session with a device. The signature of the signed pre-key is unchecked.
///
/// @param registrationId the number of this installation, an unsigned 32-bit value
/// @param identity the device's identity key
/// @param signedPreKey its signed pre-key
/// @param preKey a one-time pre-key, unless they have run out
/// @param deviceIdentity the signed identity of a companion, if it was sent along
public record KeyBundle(
        int registrationId,
        PublicKey identity,
        PublicSignedPreKey signedPreKey,
        Optional<PublicPreKey> preKey,
        Optional<Bytes> deviceIdentity) {

    /// Reads the children of a `<user>`.
    public static KeyBundle of(Node user) {
        return read(user, KeyNodes.registration(user));
    }

    static KeyBundle read(Node parent, int registrationId) {
        return new KeyBundle(
                registrationId,
                KeyNodes.identity(parent),
                KeyNodes.signedPreKey(parent.requireChild("skey")),
                parent.child("key").map(KeyNodes::preKey),
                Fields.childBytes(parent, "device-identity"));
    }

    /// What a Signal session is begun with.
    public PreKeyBundle preKeyBundle() {
        return new PreKeyBundle(registrationId, identity, signedPreKey, preKey);
    }

    /// The children of a `<user>`.
    public List<Node> toNodes() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(KeyNodes.registration(registrationId));
        nodes.add(KeyNodes.type());
        nodes.add(KeyNodes.identity(identity));
        nodes.add(KeyNodes.signedPreKey(signedPreKey));
        preKey.ifPresent(key -> nodes.add(KeyNodes.preKey(key)));
        deviceIdentity.ifPresent(bytes -> nodes.add(Node.of("device-identity", bytes)));
        return nodes;
    }

    /// The `<keys>` node of a retry request, in the order peers write it.
    Node toRetryNode() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(KeyNodes.type());
        nodes.add(KeyNodes.identity(identity));
        preKey.ifPresent(key -> nodes.add(KeyNodes.preKey(key)));
        nodes.add(KeyNodes.signedPreKey(signedPreKey));
        deviceIdentity.ifPresent(bytes -> nodes.add(Node.of("device-identity", bytes)));
        return Node.builder("keys").children(nodes).build();
    }
}
