// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.directory;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.node.Content;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.SignedPreKey;
import dev.switchboard.wire.stanza.KeyBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Spoils what is said of a device's keys, because a fault wants it.
final class WrongKeys {

    private final RandomGenerator random;

    WrongKeys(RandomGenerator random) {
        this.random = random;
    }

    /// A digest over other keys.
    static Node digest(Node right) {
        List<Node> children = new ArrayList<>();
        for (Node child : right.children()) {
            if (child.hasTag("hash")) {
                byte[] hash = child.contentBytes().toByteArray();
                hash[0] ^= 0x55;
                children.add(Node.of("hash", Bytes.copyOf(hash)));
            } else {
                children.add(child);
            }
        }
        return right.toBuilder().content(new Content.Children(children)).build();
    }

    /// The bundle of somebody who is not this device: its identity is another, and has signed the signed pre-key.
    KeyBundle otherIdentity(KeyBundle bundle) {
        KeyPair identity = KeyPair.generate(random);
        SignedPreKey signed = SignedPreKey.generate(bundle.signedPreKey().id(), identity.privateKey(), random);
        return new KeyBundle(
                bundle.registrationId(),
                identity.publicKey(),
                signed.publicPreKey(),
                bundle.preKey(),
                bundle.deviceIdentity());
    }
}
