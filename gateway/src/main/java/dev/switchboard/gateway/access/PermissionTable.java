// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which permission a request needs, by its method and path. What no line names is for who manages access: a new
/// address is closed to most until somebody says who may use it.
final class PermissionTable {
    private static final Set<String> ANY = Set.of();
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String NATIVE = "/api/v1/";
    private static final String SESSION = "/api/v1/sessions/[^/]+";

    /// The first line that fits decides; nobody's permission means everybody who is known.
    private static final List<Line> LINES = List.of(
            area(null, "auth", "me"),
            line(ANY, "/(health|metrics|link)(/.*)?", null),
            line(ANY, "/dashboard(/.*)?", null), // its pages ask the API, where the caller's rights count
            area(Permission.ACCESS, "users", "api-keys", "tokens", "roles"),
            area(Permission.TENANT, "tenants", "log-levels", "backups"),
            area(Permission.WEBHOOK, "webhooks", "sinks", "bridges"),
            area(Permission.AUDIENCE, "audience"),
            area(Permission.PRIVACY, "data-policy", "personal-data"),
            line(Set.of("PUT"), SESSION + "/data-policy", Permission.PRIVACY),
            line(ANY, "/api/v1/session-imports", Permission.ACCESS),
            line(Set.of("POST"), SESSION + "/export", Permission.ACCESS),
            line(READING, "/(audit/logs|api/v1/audit(/.*)?)", Permission.AUDIT),
            line(READING, ".*", Permission.READ),
            line(Set.of("POST"), "/api/v1/events/tickets", Permission.READ),
            line(ANY, "/api/v1/setup/(automations|templates)", Permission.CAMPAIGN),
            line(ANY, "/api/v1/setup/test", Permission.SEND),
            area(Permission.CONNECT, "setup"),
            line(Set.of("POST"), "/api/whatsapp/diagnose", Permission.READ),
            line(Set.of("POST"), "/api/v1/templates(/[^/]+)?/preview", Permission.SEND),
            area(Permission.AUDIENCE, "templates"),
            line(ANY, "/(templates|campaigns|automations)(/.*)?", Permission.CAMPAIGN),
            area(Permission.CAMPAIGN, "campaigns", "automations", "business-hours"),
            line(
                    Set.of("POST"),
                    "/(client/create|connect|reconnect|api/v1/whatsapp/connect|api/whatsapp/reconnect)",
                    Permission.CONNECT),
            line(Set.of("POST"), "/api/whatsapp/sessions/[^/]+/(initialize|pairing-code)", Permission.CONNECT),
            line(Set.of("POST"), "/api/v1/sessions", Permission.CONNECT),
            line(ANY, SESSION + "/(connect|pairing-code|passkey|linking-pages|reconnection)(/.*)?", Permission.CONNECT),
            line(Set.of("POST"), "/(disconnect|api/whatsapp/cleanup-sessions)", Permission.DISCONNECT),
            line(Set.of("POST"), "/api/v1/whatsapp/disconnect/[^/]+", Permission.DISCONNECT),
            line(Set.of("POST"), "/api/whatsapp/sessions/[^/]+/disconnect", Permission.DISCONNECT),
            line(Set.of("POST"), SESSION + "/(disconnect|logout)", Permission.DISCONNECT),
            line(Set.of("DELETE"), SESSION, Permission.DISCONNECT),
            line(ANY, SESSION + "/(account|privacy|blocklist|send-policy|queue)(/.*)?", Permission.ACCOUNT),
            line(ANY, "/api/v1/send-policy", Permission.ACCOUNT),
            line(Set.of("POST"), "/(client/[^/]+/send|send-message|api/whatsapp/send(-media)?)", Permission.SEND),
            line(ANY, SESSION + "/.+", Permission.SEND));

    private PermissionTable() {}

    /// Who may use what the line fits; areas, where it names any, are the first words of the native API's paths.
    private record Line(Set<String> methods, Set<String> areas, Pattern path, Optional<Permission> permission) {
        boolean fits(String method, String path, String area) {
            return (methods.isEmpty() || methods.contains(method))
                    && (areas.isEmpty() ? path().matcher(path).matches() : areas.contains(area));
        }
    }

    private static Line line(Set<String> methods, String path, @Nullable Permission permission) {
        return new Line(methods, Set.of(), Pattern.compile(path), Optional.ofNullable(permission));
    }

    private static Line area(@Nullable Permission permission, String... areas) {
        return new Line(ANY, Set.of(areas), Pattern.compile(""), Optional.ofNullable(permission));
    }

    private static String area(String path) {
        if (!path.startsWith(NATIVE)) {
            return "";
        }
        int end = path.indexOf('/', NATIVE.length());
        return path.substring(NATIVE.length(), end < 0 ? path.length() : end);
    }

    /// What is needed; empty if any known caller may.
    static Optional<Permission> needed(String method, String path) {
        String area = area(path);
        for (Line line : LINES) {
            if (line.fits(method, path, area)) {
                return line.permission();
            }
        }
        return Optional.of(Permission.ACCESS);
    }
}
