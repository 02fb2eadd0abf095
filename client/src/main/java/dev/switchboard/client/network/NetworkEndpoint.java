// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.network;

import dev.switchboard.wire.Bytes;
import java.net.URI;
import java.util.Optional;

/// Where the network is and whom to trust there.
///
/// @param chat `wss` or `ws` address of the chat socket
/// @param origin value of the Origin header
/// @param noiseRoot the public key (32 bytes) the Noise certificate chain must end in
/// @param caPem CA certificates (PEM) to trust for TLS instead of the system's; empty = the system's
public record NetworkEndpoint(URI chat, String origin, Bytes noiseRoot, Optional<String> caPem) {

    /// The real network.
    public static final NetworkEndpoint WHATSAPP = new NetworkEndpoint(
            URI.create("wss://web.whatsapp.com/ws/chat"),
            "https://web.whatsapp.com",
            Bytes.fromHex("142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b"),
            Optional.empty());

    public NetworkEndpoint {
        if (!"wss".equals(chat.getScheme()) && !"ws".equals(chat.getScheme())) {
            throw new IllegalArgumentException("endpoint scheme: " + chat.getScheme() + " (expected: wss or ws)");
        }
        if (chat.getHost() == null) {
            throw new IllegalArgumentException("endpoint host: none (expected: wss://host[:port]/path)");
        }
    }

    public boolean tls() {
        return "wss".equals(chat.getScheme());
    }

    public int port() {
        if (chat.getPort() >= 0) {
            return chat.getPort();
        }
        return tls() ? 443 : 80;
    }
}
