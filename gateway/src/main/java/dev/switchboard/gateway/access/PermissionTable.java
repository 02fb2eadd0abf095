// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which permission a request needs, by its method and path. What no line names is for who manages access: a new
/// address
/// is closed to most until somebody says who may use it.
final class PermissionTable {
    private static final String READING = "GET|HEAD|OPTIONS";
    private static final String SESSION = "/api/v1/sessions/[^/]+";

    /// The first line that fits decides; nobody's permission means everybody who is known.
    private static final List<Line> LINES = List.of(
            line(".*", "/api/v1/(auth|me)(/.*)?", null),
            line(".*", "/(health|metrics|link)(/.*)?", null),
            line(".*", "/dashboard(/.*)?", null), // its pages ask the API, where the caller's rights count
            line(".*", "/api/v1/(users|api-keys|tokens|roles)(/.*)?", Permission.ACCESS),
            line(".*", "/api/v1/(tenants|log-levels|backups)(/.*)?", Permission.TENANT),
            line(".*", "/api/v1/(webhooks|sinks|bridges)(/.*)?", Permission.WEBHOOK),
            line(".*", "/api/v1/audience(/.*)?", Permission.AUDIENCE),
            line(".*", "/api/v1/(data-policy|personal-data)(/.*)?", Permission.PRIVACY),
            line("PUT", SESSION + "/data-policy", Permission.PRIVACY),
            line(".*", "/api/v1/session-imports", Permission.ACCESS),
            line("POST", SESSION + "/export", Permission.ACCESS),
            line(READING, "/(audit/logs|api/v1/audit(/.*)?)", Permission.AUDIT),
            line(READING, ".*", Permission.READ),
            line("POST", "/api/v1/events/tickets", Permission.READ),
            line(".*", "/api/v1/setup/(automations|templates)", Permission.CAMPAIGN),
            line(".*", "/api/v1/setup/test", Permission.SEND),
            line(".*", "/api/v1/setup(/.*)?", Permission.CONNECT),
            line("POST", "/api/whatsapp/diagnose", Permission.READ),
            line("POST", "/api/v1/templates(/[^/]+)?/preview", Permission.SEND),
            line(".*", "/api/v1/templates(/.*)?", Permission.AUDIENCE),
            line(".*", "/(templates|campaigns|automations)(/.*)?", Permission.CAMPAIGN),
            line(".*", "/api/v1/(templates|campaigns|automations|business-hours)(/.*)?", Permission.CAMPAIGN),
            line(
                    "POST",
                    "/(client/create|connect|reconnect|api/v1/whatsapp/connect|api/whatsapp/reconnect)",
                    Permission.CONNECT),
            line("POST", "/api/whatsapp/sessions/[^/]+/(initialize|pairing-code)", Permission.CONNECT),
            line("POST", "/api/v1/sessions", Permission.CONNECT),
            line(
                    ".*",
                    SESSION + "/(connect|pairing-code|passkey|linking-pages|reconnection)(/.*)?",
                    Permission.CONNECT),
            line("POST", "/(disconnect|api/whatsapp/cleanup-sessions)", Permission.DISCONNECT),
            line("POST", "/api/v1/whatsapp/disconnect/[^/]+", Permission.DISCONNECT),
            line("POST", "/api/whatsapp/sessions/[^/]+/disconnect", Permission.DISCONNECT),
            line("POST", SESSION + "/(disconnect|logout)", Permission.DISCONNECT),
            line("DELETE", SESSION, Permission.DISCONNECT),
            line(".*", SESSION + "/(account|privacy|blocklist|send-policy|queue)(/.*)?", Permission.ACCOUNT),
            line(".*", "/api/v1/send-policy", Permission.ACCOUNT),
            line("POST", "/(client/[^/]+/send|send-message|api/whatsapp/send(-media)?)", Permission.SEND),
            line(".*", SESSION + "/.+", Permission.SEND));

    private PermissionTable() {}

    private record Line(Pattern method, Pattern path, Optional<Permission> permission) {}

    private static Line line(String method, String path, @org.jspecify.annotations.Nullable Permission permission) {
        return new Line(Pattern.compile(method), Pattern.compile(path), Optional.ofNullable(permission));
    }

    /// What is needed; empty if any known caller may.
    static Optional<Permission> needed(String method, String path) {
        for (Line line : LINES) {
            if (line.method().matcher(method).matches()
                    && line.path().matcher(path).matches()) {
                return line.permission();
            }
        }
        return Optional.of(Permission.ACCESS);
    }
}
