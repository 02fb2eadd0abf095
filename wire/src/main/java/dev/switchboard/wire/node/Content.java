// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.Bytes;
import java.util.List;

/// What a node holds between its tags.
public sealed interface Content {

    /// Nothing.
    None NONE = new None();

    /// Nothing.
    record None() implements Content {}

    /// Child nodes, in order. An empty list differs from [None] on the wire only, not for readers.
    record Children(List<Node> nodes) implements Content {
        /// Keeps an unmodifiable copy.
        public Children {
            nodes = List.copyOf(nodes);
        }
    }

    /// Bytes, always written as such.
    record Binary(Bytes bytes) implements Content {}

    /// A text that some peers write in place of bytes, coded like an attribute value.
    record Text(String text) implements Content {}
}
