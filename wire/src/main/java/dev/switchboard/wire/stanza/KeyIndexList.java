// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.Optional;

/// The phone's signed word on which companions are valid.
///
/// @param timestamp when it was signed
/// @param signed the serialized ADVSignedKeyIndexList; empty where only the time is told
public record KeyIndexList(Optional<Instant> timestamp, Bytes signed) {

    /// Reads the `<key-index-list>` child of a node.
    public static Optional<KeyIndexList> in(Node parent) {
        return parent.child("key-index-list")
                .map(node -> new KeyIndexList(Fields.instant(node, "ts"), node.contentBytes()));
    }

    /// The `<key-index-list>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("key-index-list");
        timestamp.ifPresent(time -> node.attr("ts", time.getEpochSecond()));
        return signed.isEmpty() ? node.build() : node.bytes(signed).build();
    }
}
