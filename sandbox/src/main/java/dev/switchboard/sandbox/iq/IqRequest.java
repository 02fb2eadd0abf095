// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.util.Optional;

/// A query of a device.
///
/// @param device who asks
/// @param iq the stanza
/// @param authority the authority under which the device reached the server, empty for phones
public record IqRequest(Device device, Node iq, String authority) {

    /// Whose device asks.
    public Account account() {
        return device.account();
    }

    /// Whether it changes something.
    public boolean isSet() {
        return iq.hasText("type", "set");
    }

    /// What the query is addressed to.
    public Jid to() {
        return iq.jid("to").orElse(Jid.SERVER);
    }

    /// The first child of this tag.
    public Optional<Node> child(String tag) {
        return iq.child(tag);
    }
}
