// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What to ask an address.
///
/// @param method as in HTTP
/// @param uri where
/// @param headers to be sent; those that carry a credential are not taken along to another host
/// @param body what is sent, if anything
/// @param maxBytes how long the answer may be
/// @param timeLimit how long the whole exchange may take, reading the answer included
/// @param redirects how many redirects are followed
public record OutboundRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        Optional<Body> body,
        long maxBytes,
        Duration timeLimit,
        int redirects) {
    public OutboundRequest {
        headers = Map.copyOf(headers);
    }

    /// Something to send.
    ///
    /// @param length in bytes
    public record Body(long length, Source source) {}

    /// Opens what is to be sent.
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /// Fetches a page or file, over at most five redirects.
    public static OutboundRequest get(URI uri, long maxBytes, Duration timeLimit) {
        return new OutboundRequest("GET", uri, Map.of(), Optional.empty(), maxBytes, timeLimit, 5);
    }

    OutboundRequest to(URI other, boolean sameHost) {
        return new OutboundRequest(method, other, sameHost ? headers : Map.of(), body, maxBytes, timeLimit, redirects);
    }

    @Override
    public String toString() {
        return "OutboundRequest[" + method + "]";
    }
}
