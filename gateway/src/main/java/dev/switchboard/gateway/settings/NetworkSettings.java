// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Which network to speak to, and whom to trust there. What is empty is the real network's.
///
/// @param endpoint address of the chat socket
/// @param origin value of the Origin header
/// @param trustRoot public key in hex that the Noise certificates must end in
/// @param caFile CA certificates (PEM) to trust for TLS instead of the system's
/// @param proxy `socks5://...` or `http://...`, as the default of all sessions
/// @param version client version to claim
public record NetworkSettings(
        Optional<URI> endpoint,
        Optional<String> origin,
        Optional<String> trustRoot,
        Optional<Path> caFile,
        Optional<String> proxy,
        Optional<String> version) {

    /// The real network.
    public static final NetworkSettings REAL = new NetworkSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// A network of its own, as the sandbox is one.
    public static NetworkSettings of(URI endpoint, String trustRootHex, Optional<Path> caFile) {
        return new NetworkSettings(
                Optional.of(endpoint),
                Optional.empty(),
                Optional.of(trustRootHex),
                caFile,
                Optional.empty(),
                Optional.empty());
    }
}
