// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.network;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// A proxy to go through, as `socks5://[user:password@]host:port` or `http://[user:password@]host:port`.
public record ProxySettings(Kind kind, String host, int port, Optional<Login> login) {

    /// How the proxy is spoken to. Names are resolved by the proxy in both.
    public enum Kind {
        SOCKS5,
        HTTP_CONNECT
    }

    /// What the proxy wants to know of us.
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[redacted]";
        }
    }

    public static ProxySettings parse(String text) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        Kind kind = switch (scheme) {
            case "socks5", "socks5h", "socks" -> Kind.SOCKS5;
            case "http" -> Kind.HTTP_CONNECT;
            default -> throw new IllegalArgumentException("proxy scheme: " + scheme + " (expected: socks5 or http)");
        };
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("proxy address: host or port is missing (expected: scheme://host:port)");
        }
        Optional<Login> login = Optional.ofNullable(uri.getUserInfo()).map(info -> {
            int colon = info.indexOf(':');
            return colon < 0 ? new Login(info, "") : new Login(info.substring(0, colon), info.substring(colon + 1));
        });
        return new ProxySettings(kind, uri.getHost(), uri.getPort(), login);
    }
}
