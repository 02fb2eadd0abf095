// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.connection;

import dev.switchboard.wire.node.Node;

/// The sending half of a client's socket. Safe for many threads; what one thread sends goes out in that order.
public interface Socket {

    /// Sends a stanza.
    void send(Node stanza);

    /// Sends the plaintext of a frame, which nobody may change any more.
    void send(byte[] frame);

    /// Closes when everything sent before is out.
    void close();

    /// Ends the TCP connection with a reset.
    void reset();

    /// When bytes last arrived, in the clock's milliseconds.
    long lastHeard();

    /// The authority under which the client reached the server.
    String authority();
}
