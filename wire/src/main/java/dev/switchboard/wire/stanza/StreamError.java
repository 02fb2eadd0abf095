// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.OptionalInt;

/// The server's word that it ends the stream.
public sealed interface StreamError {

    /// Another login of the same device took over.
    record Replaced() implements StreamError {}

    /// The device was unlinked.
    record DeviceRemoved(int code) implements StreamError {}

    /// A number without more: 515 connect again, 503 later.
    record Coded(int code) implements StreamError {}

    /// Anything else.
    record Unknown(Node node) implements StreamError {}

    /// The number that asks for a new connection, after linking.
    int RESTART_REQUIRED = 515;

    /// Reads a `<stream:error>`.
    static StreamError of(Node node) {
        Fields.requireTag(node, "stream:error");
        OptionalInt code = Fields.number(node, "code");
        String conflict =
                node.child("conflict").flatMap(child -> child.text("type")).orElse("");
        if (conflict.equals("replaced")) {
            return new Replaced();
        }
        if (conflict.equals("device_removed")) {
            return new DeviceRemoved(code.orElse(401));
        }
        return code.isPresent() ? new Coded(code.getAsInt()) : new Unknown(node);
    }

    /// The `<stream:error>` node.
    default Node toNode() {
        NodeBuilder node = Node.builder("stream:error");
        return switch (this) {
            case Replaced() -> node.child(conflict("replaced")).build();
            case DeviceRemoved(int code) ->
                node.attr("code", code).child(conflict("device_removed")).build();
            case Coded(int code) -> node.attr("code", code).build();
            case Unknown(Node raw) -> raw;
        };
    }

    private static Node conflict(String type) {
        return Node.builder("conflict").attr("type", type).build();
    }
}
