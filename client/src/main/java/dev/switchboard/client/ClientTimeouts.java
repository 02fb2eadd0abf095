// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import java.time.Duration;

/// How long a companion waits for what.
///
/// @param connect for the socket, TLS and the WebSocket upgrade
/// @param handshake for the Noise handshake, and then for the login or the first QR references
/// @param query for the answer to a question to the server
/// @param pingEvery the shortest pause after which an idle connection is probed; the longest is twice as much
/// @param deadAfter a socket on which nothing came in for so long after something was sent is dead
/// @param transfer how long a media server may do nothing
public record ClientTimeouts(
        Duration connect,
        Duration handshake,
        Duration query,
        Duration pingEvery,
        Duration deadAfter,
        Duration transfer) {

    public static final ClientTimeouts STANDARD = new ClientTimeouts(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(75),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60));
}
