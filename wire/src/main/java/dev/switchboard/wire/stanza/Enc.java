// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Optional;

/// One encrypted payload.
///
/// @param type the cipher
/// @param version the version of the padding, normally 2
/// @param payload the ciphertext
/// @param mediaType what is inside, as far as the server may know
/// @param hideOnFailure whether a receiver that cannot open it shows nothing
/// @param retryCount the how manieth resend this is; 0 for the first sending
public record Enc(
        EncType type, int version, Bytes payload, Optional<String> mediaType, boolean hideOnFailure, int retryCount) {

    /// The padding version of all present clients.
    public static final int VERSION = 2;

    /// A payload of the present version without further marks.
    public static Enc of(EncType type, Bytes payload) {
        return new Enc(type, VERSION, payload, Optional.empty(), false, 0);
    }

    /// The same with the media type the server is told.
    public Enc withMediaType(Optional<String> newMediaType) {
        return new Enc(type, version, payload, newMediaType, hideOnFailure, retryCount);
    }

    /// The same, to be hidden where it cannot be opened, or not.
    public Enc withHideOnFailure(boolean hide) {
        return new Enc(type, version, payload, mediaType, hide, retryCount);
    }

    /// The same as the given resend.
    public Enc withRetryCount(int count) {
        return new Enc(type, version, payload, mediaType, hideOnFailure, count);
    }

    /// Reads an `<enc>` node; empty if its type is not known.
    ///
    /// @throws MalformedNode if the type is known and the rest is not sound
    public static Optional<Enc> of(Node node) {
        Fields.requireTag(node, "enc");
        return EncType.of(node.requireText("type")).map(type -> read(type, node));
    }

    private static Enc read(EncType type, Node node) {
        Bytes payload = node.contentBytes();
        if (payload.isEmpty()) {
            throw new MalformedNode("content of <enc>: none (expected: bytes)");
        }
        return new Enc(
                type,
                Fields.number(node, "v").orElse(VERSION),
                payload,
                node.text("mediatype"),
                node.hasText("decrypt-fail", "hide"),
                Fields.number(node, "count").orElse(0));
    }

    /// The `<enc>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("enc").attr("v", version).attr("type", type.wireName());
        node.attrIfPresent("mediatype", mediaType);
        if (hideOnFailure) {
            node.attr("decrypt-fail", "hide");
        }
        if (retryCount > 0) {
            node.attr("count", retryCount);
        }
        return node.bytes(payload).build();
    }
}
