// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.watch;

import dev.switchboard.wire.node.Node;

/// Takes in every decoded stanza, both ways.
@FunctionalInterface
public interface StanzaLog {

    /// Notes one stanza. Called on the network thread: keep the value, print it later.
    void note(LoggedStanza stanza);

    /// The server could not make sense of a stanza that was noted before.
    default void refused(String account, int device, Node stanza) {
        // A log that only counts has no use for it.
    }
}
