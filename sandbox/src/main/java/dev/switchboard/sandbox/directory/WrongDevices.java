// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.directory;

import dev.switchboard.wire.node.Content;
import dev.switchboard.wire.node.Node;
import java.util.ArrayList;
import java.util.List;

/// Spoils the answer to a question for devices, because a fault wants it.
final class WrongDevices {

    private static final int NO_DEVICE = 77;

    private WrongDevices() {}

    /// Without the newest device, or with one that does not exist.
    static Node of(Node devices, String how) {
        List<Node> children = new ArrayList<>();
        for (Node child : devices.children()) {
            children.add(child.hasTag("device-list") ? spoiled(child, how) : child);
        }
        return devices.toBuilder().content(new Content.Children(children)).build();
    }

    private static Node spoiled(Node list, String how) {
        List<Node> entries = new ArrayList<>(list.children("device"));
        if (how.equals("extra")) {
            entries.add(Node.builder("device")
                    .attr("id", NO_DEVICE)
                    .attr("key-index", NO_DEVICE)
                    .build());
        } else if (entries.size() > 1) {
            entries.removeLast();
        }
        return list.toBuilder().content(new Content.Children(entries)).build();
    }
}
