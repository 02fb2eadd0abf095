// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The server's word that a login was refused.
///
/// @param reason the number, such as 401 for a removed device
/// @param code the number of a temporary ban
/// @param expireSeconds how long a temporary ban lasts
/// @param message the server's own words
/// @param location the data centre
public record LoginFailure(
        int reason, OptionalInt code, OptionalLong expireSeconds, Optional<String> message, Optional<String> location) {

    /// A refusal with its number only.
    public static LoginFailure of(int reason) {
        return new LoginFailure(reason, OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    /// Reads a `<failure>`.
    public static LoginFailure of(Node node) {
        Fields.requireTag(node, "failure");
        return new LoginFailure(
                Fields.number(node, "reason").orElse(0),
                Fields.number(node, "code"),
                node.number("expire"),
                node.text("message"),
                node.text("location"));
    }

    /// The `<failure>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("failure").attr("reason", reason);
        code.ifPresent(number -> node.attr("code", number));
        expireSeconds.ifPresent(seconds -> node.attr("expire", seconds));
        return node.attrIfPresent("message", message)
                .attrIfPresent("location", location)
                .build();
    }
}
