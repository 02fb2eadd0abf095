// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a PostgreSQL database is and who asks it. Its password shows up nowhere.
///
/// @param host name or address of the server
/// @param port its port
/// @param name the database
/// @param user who asks
/// @param password said to the server; empty if it wants none
/// @param options further properties of the driver, such as `sslmode`
public record DatabaseUrl(
        String host, int port, String name, String user, Optional<String> password, Map<String, String> options) {
    private static final int STANDARD_PORT = 5432;
    private static final String EXPECTED =
            "DATABASE_URL is not acceptable (expected: postgres://user:password@host:port/database)";

    public DatabaseUrl {
        options = Map.copyOf(options);
    }

    /// Reads the forms in use: `postgres://`, `postgresql://` and `jdbc:postgresql://`.
    public static DatabaseUrl parse(String text) {
        String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        if (!plain.startsWith("postgres://") && !plain.startsWith("postgresql://")) {
            throw new ConfigurationRefused(EXPECTED);
        }
        URI uri;
        try {
            uri = URI.create(plain);
        } catch (IllegalArgumentException _) {
            throw new ConfigurationRefused(EXPECTED + "; special characters in it have to be percent-encoded");
        }
        String path = uri.getRawPath();
        if (uri.getHost() == null || path == null || path.length() < 2) {
            throw new ConfigurationRefused(EXPECTED);
        }
        Map<String, String> options = options(uri.getRawQuery());
        String[] who = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String user = Optional.ofNullable(options.remove("user"))
                .orElseGet(() -> who.length > 0 ? decoded(who[0]) : "postgres");
        Optional<String> password = Optional.ofNullable(options.remove("password"))
                .or(() -> who.length > 1 ? Optional.of(decoded(who[1])) : Optional.empty());
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? STANDARD_PORT : uri.getPort(),
                decoded(path.substring(1)),
                user,
                password,
                options);
    }

    private static Map<String, String> options(@org.jspecify.annotations.Nullable String query) {
        Map<String, String> options = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    options.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        }
        return options;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// The same server, another database on it.
    public DatabaseUrl withName(String other) {
        return new DatabaseUrl(host, port, other, user, password, options);
    }

    @Override
    public String toString() {
        return "postgresql://" + host + ":" + port + "/" + name;
    }
}
