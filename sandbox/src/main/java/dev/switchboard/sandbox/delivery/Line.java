// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.delivery;

import dev.switchboard.wire.node.Node;

/// How a device is reached just now.
public interface Line {

    /// Whether it takes another queued stanza now; if not, it asks for more by [Post#resume].
    boolean accepts();

    /// Takes a queued stanza.
    void deliver(QueuedStanza stanza, Phase phase);

    /// Takes a stanza that nothing keeps.
    void send(Node stanza);

    /// When a queued stanza is delivered.
    enum Phase {
        /// It waited while the device was away.
        STORED,
        /// It comes as it is sent.
        LIVE
    }
}
