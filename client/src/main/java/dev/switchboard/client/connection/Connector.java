// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.network.ProxySettings;
import java.time.Duration;
import java.util.Optional;

/// Opens byte streams to servers.
public interface Connector {

    /// Where to go and how.
    ///
    /// @param limit for the socket, TLS and the WebSocket upgrade together
    record Target(NetworkEndpoint endpoint, Optional<ProxySettings> proxy, Duration limit) {}

    /// Begins to open a stream; returns at once.
    ///
    /// @return gives the attempt, or the stream that came of it, up: the listener hears nothing more
    Attempt open(Target target, ConnectionListener listener);

    /// An attempt under way.
    @FunctionalInterface
    interface Attempt {
        void abandon();
    }
}
