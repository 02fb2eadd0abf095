// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.Optional;

/// The server's word that a login went through.
///
/// @param timestamp the server's clock
/// @param lid the hidden id of this device
/// @param creation when the account was made
/// @param displayName the name the server knows
public record Success(
        Optional<Instant> timestamp, Optional<Jid> lid, Optional<Instant> creation, Optional<String> displayName) {

    /// Reads a `<success>`.
    public static Success of(Node node) {
        Fields.requireTag(node, "success");
        return new Success(
                Fields.instant(node, "t"),
                node.jid("lid"),
                Fields.instant(node, "creation"),
                node.text("display_name"));
    }

    /// The `<success>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("success");
        timestamp.ifPresent(time -> node.attr("t", time.getEpochSecond()));
        node.jidIfPresent("lid", lid);
        creation.ifPresent(time -> node.attr("creation", time.getEpochSecond()));
        return node.attrIfPresent("display_name", displayName).build();
    }
}
