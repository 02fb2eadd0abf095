// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.FirstTenant;
import dev.switchboard.gateway.fault.GatewayException;
import dev.switchboard.gateway.session.RestoreProgress;
import dev.switchboard.gateway.settings.PortRole;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.stream.Sockets;
import dev.switchboard.gateway.tenant.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/health`, `/health/live` and `/health/ready`. Who sends no credential learns only that the gateway lives.
@RestController
@Tag(name = "Health")
public final class HealthResource {
    private static final long MEGABYTE = 1L << 20;

    private final Database database;
    private final List<Sockets> sockets;
    private final PortRoles roles;
    private final RestoreProgress progress;
    private final List<Concern> concerns;
    private final InstantSource time;

    public HealthResource(
            Database database,
            List<Sockets> sockets,
            PortRoles roles,
            RestoreProgress progress,
            List<Concern> concerns,
            InstantSource time) {
        this.database = database;
        this.sockets = List.copyOf(sockets);
        this.roles = roles;
        this.progress = progress;
        this.concerns = List.copyOf(concerns);
        this.time = time;
    }

    @GetMapping("/health/live")
    @Operation(summary = "Whether the process lives")
    Map<String, Object> live() {
        return Map.of("status", "ok");
    }

    @GetMapping("/health/ready")
    @Operation(summary = "Whether requests can be served", description = "503 if the database does not answer.")
    ResponseEntity<Map<String, Object>> ready() {
        try {
            database.read(tx -> tx.number("SELECT 1"));
            return ResponseEntity.ok(Map.of("status", "ok"));
        } catch (GatewayException e) {
            return ResponseEntity.status(503).body(Map.of("status", "unavailable", "code", e.code()));
        }
    }

    @GetMapping("/health")
    @Operation(
            summary = "How the gateway is",
            description =
                    "Figures are told to callers with a credential only. Those of the first tenant are told, by the"
                            + " status `warning` and `warnings`, that a scheduled backup failed or is overdue.")
    Map<String, Object> health(@AuthenticationPrincipal @Nullable Caller caller, HttpServletRequest request) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "healthy");
        answer.put(
                "timestamp",
                roles.of(request.getLocalPort()) == PortRole.SESSIONS
                        ? time.instant().truncatedTo(ChronoUnit.MILLIS).toString()
                        : (Object) time.millis());
        if (caller == null) {
            return answer;
        }
        Map<String, Long> states = states(caller.tenant());
        long total = states.values().stream().mapToLong(Long::longValue).sum();
        long scanning = states.getOrDefault("awaiting_scan", 0L);
        long connected = states.getOrDefault("connected", 0L);
        long failed = states.getOrDefault("failed", 0L) + states.getOrDefault("restricted", 0L);
        Map<String, Object> clients = new LinkedHashMap<>();
        clients.put("total", total);
        clients.put("connected", connected);
        clients.put("waitingForQr", scanning);
        clients.put("disconnected", total - connected - scanning - failed);
        clients.put("error", failed);
        answer.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        answer.put("clients", clients);
        answer.put("qrCodes", scanning);
        answer.put("sessions", total);
        answer.put("websocketClients", sockets.stream().mapToInt(Sockets::count).sum());
        answer.put("system", system());
        if (progress.look().underWay()) {
            RestoreProgress.Look look = progress.look();
            answer.put(
                    "restoring",
                    Map.of("total", look.total(), "settled", look.settled(), "connected", look.connected()));
        }
        List<Concern.Warning> warnings = warnings(caller);
        if (!warnings.isEmpty()) {
            answer.put("status", "warning");
            answer.put("warnings", warnings);
        }
        return answer;
    }

    /// What is wrong with the installation, for those whom it concerns.
    private List<Concern.Warning> warnings(Caller caller) {
        return FirstTenant.has(caller)
                ? concerns.stream().flatMap(concern -> concern.look().stream()).toList()
                : List.of();
    }

    private Map<String, Long> states(TenantId tenant) {
        Map<String, Long> counts = new HashMap<>();
        database.read(tx -> tx.list(
                "SELECT state, count(*) FROM session WHERE tenant_id = ? GROUP BY state",
                row -> counts.put(row.text(1), row.number(2)),
                tenant.value()));
        return counts;
    }

    private static Map<String, Object> system() {
        Runtime runtime = Runtime.getRuntime();
        long used = (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
        double load =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                        ? Math.max(0, os.getProcessCpuLoad())
                        : 0;
        return Map.of(
                "memory",
                Map.of("used", used, "total", runtime.totalMemory() / MEGABYTE),
                "cpu",
                Map.of("usage", Math.round(load * 1000) / 10.0));
    }
}
