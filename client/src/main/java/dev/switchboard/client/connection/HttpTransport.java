// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import dev.switchboard.client.network.ProxySettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Makes HTTP requests, each on a connection of its own, with the same proxies and trust as the chat socket. Blocking:
/// for virtual threads.
public interface HttpTransport {

    /// Where a server is and how it is reached.
    ///
    /// @param port the port
    /// @param tls whether it speaks TLS
    /// @param caPem CA certificates to trust in place of the system's
    /// @param patience how long nothing may happen
    record Server(
            String host,
            int port,
            boolean tls,
            Optional<String> caPem,
            Optional<ProxySettings> proxy,
            Duration patience) {}

    /// A request's head.
    ///
    /// @param target path and query
    /// @param bodyLength the exact number of bytes that will be written, 0 for none
    record Request(String method, String target, Map<String, String> headers, long bodyLength) {
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /// Connects and sends the head of a request.
    ///
    /// @throws IOException if there is no way to the server
    HttpExchange open(Server server, Request request) throws IOException, InterruptedException;
}
