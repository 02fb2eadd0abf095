// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.KeyBundleDigest;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.util.ArrayList;
import java.util.List;

/// What the server holds of a device's keys, for comparison.
///
/// @param registrationId the number of the installation
/// @param identity the identity key
/// @param signedPreKey the signed pre-key
/// @param preKeyIds the one-time pre-keys not yet handed out
/// @param hash the digest over all of them
public record KeyDigest(
        int registrationId, PublicKey identity, PublicSignedPreKey signedPreKey, List<Integer> preKeyIds, Bytes hash) {

    private static final int HASH_BYTES = 20;

    /// Keeps an unmodifiable copy.
    public KeyDigest {
        preKeyIds = List.copyOf(preKeyIds);
    }

    /// The digest of what the server holds.
    public static KeyDigest over(
            int registrationId, PublicKey identity, PublicSignedPreKey signedPreKey, List<PublicPreKey> preKeys) {
        return new KeyDigest(
                registrationId,
                identity,
                signedPreKey,
                preKeys.stream().map(PublicPreKey::id).toList(),
                hashOf(identity, signedPreKey, preKeys));
    }

    /// SHA-1 over identity, signed pre-key, its signature and the one-time pre-keys in order.
    public static Bytes hashOf(PublicKey identity, PublicSignedPreKey signedPreKey, List<PublicPreKey> preKeys) {
        return KeyBundleDigest.of(
                identity, signedPreKey, preKeys.stream().map(PublicPreKey::key).toList());
    }

    /// The question.
    public static Node request(String id) {
        return Iq.get(id, Iq.Xmlns.ENCRYPT).child(Node.of("digest")).build();
    }

    /// Reads the answer.
    public static KeyDigest of(Node iq) {
        Node digest = iq.requireChild("digest");
        List<Integer> ids = new ArrayList<>();
        for (Node id : digest.requireChild("list").children("id")) {
            ids.add(KeyNodes.preKeyId(id));
        }
        Bytes hash = digest.requireChild("hash").contentBytes();
        if (hash.size() != HASH_BYTES) {
            throw new MalformedNode("content of <hash>: " + hash.size() + " bytes (expected: 20)");
        }
        return new KeyDigest(
                KeyNodes.registration(digest),
                KeyNodes.identity(digest),
                KeyNodes.signedPreKey(digest.requireChild("skey")),
                ids,
                hash);
    }

    /// The answer to a request.
    public Node toIq(Node request) {
        List<Node> ids = preKeyIds.stream().map(KeyNodes::preKeyId).toList();
        return Iq.serverResult(request)
                .child(Node.of(
                        "digest",
                        KeyNodes.registration(registrationId),
                        KeyNodes.type(),
                        KeyNodes.identity(identity),
                        KeyNodes.signedPreKey(signedPreKey),
                        Node.builder("list").children(ids).build(),
                        Node.of("hash", hash)))
                .build();
    }
}
