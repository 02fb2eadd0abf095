// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import dev.switchboard.client.link.EndCause;

/// Hears of one connection. Called on a socket thread, in order; must not block.
public interface ConnectionListener {

    /// The stream is open. Called first, and at most once.
    void opened(Connection connection);

    /// Bytes came in, cut anyhow; the array is the listener's.
    void received(byte[] bytes);

    /// The stream ended, or could not be opened. Called last, and once.
    void ended(EndCause cause);
}
