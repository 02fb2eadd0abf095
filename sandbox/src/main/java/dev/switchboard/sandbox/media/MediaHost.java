// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import java.util.Optional;

/// The authority under which the media store is reached. Safe for many threads.
public final class MediaHost {

    private final Optional<String> configured;
    private final String scheme;
    private volatile String listening = "localhost";

    /// A host.
    ///
    /// @param configured the authority that clients are told, empty for the one they used themselves
    /// @param tls whether it is reached by TLS
    public MediaHost(Optional<String> configured, boolean tls) {
        this.configured = configured;
        this.scheme = tls ? "https://" : "http://";
    }

    /// The port is open.
    public void listensAt(String authority) {
        listening = authority;
    }

    /// The authority for a client that reached the server under this one.
    public String authority(String used) {
        return configured.orElse(used.isEmpty() ? listening : used);
    }

    /// The whole address of a path for a client that reached the server under this authority; empty where that is not
    /// known.
    public String url(String used, String directPath) {
        return scheme + authority(used) + directPath;
    }
}
