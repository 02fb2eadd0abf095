// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;

/// Delivers the messages to one kind of address.
@FunctionalInterface
public interface MessageRoute {

    /// Delivers a message, or refuses it and delivers nothing.
    Outcome deliver(Device from, Node message, Jid to);
}
