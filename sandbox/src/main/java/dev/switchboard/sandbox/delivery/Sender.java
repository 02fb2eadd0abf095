// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.delivery;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.wire.node.Node;

/// Where a stanza came from, and where what answers it goes.
public interface Sender {

    /// The device that sent it.
    Device device();

    /// The authority under which it reached the server, empty if it has a way of its own.
    default String authority() {
        return "";
    }

    /// Sends an answer, ahead of anything that is queued.
    void answer(Node stanza);

    /// The device has broken a rule so badly that the stream must end.
    void end(Node streamError);
}
