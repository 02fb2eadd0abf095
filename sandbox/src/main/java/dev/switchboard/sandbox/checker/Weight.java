// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.checker;

import dev.switchboard.wire.node.Content;
import dev.switchboard.wire.node.Node;

/// A rough measure of the memory that a stanza holds.
final class Weight {

    private static final int PER_NODE = 100;
    private static final int PER_ATTRIBUTE = 60;

    private Weight() {}

    static int of(Node node) {
        int own = PER_NODE + PER_ATTRIBUTE * node.attributes().size();
        return own
                + switch (node.content()) {
                    case Content.None _ -> 0;
                    case Content.Binary binary -> binary.bytes().size();
                    case Content.Text text -> text.text().length();
                    case Content.Children children ->
                        children.nodes().stream().mapToInt(Weight::of).sum();
                };
    }
}
