// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The enabled automations, ready to be run. Safe for many threads.
final class Flows {
    private static final int CACHED = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;
    private final Map<TenantId, List<Ready>> enabled = new ConcurrentHashMap<>();
    private final Map<String, Ready> versions = new LinkedHashMap<>(16, 0.75f, true);

    Flows(Database database) {
        this.database = database;
    }

    /// An automation in one of its versions.
    record Ready(Flow flow, Definition definition, Program program, JsonNode settings) {}

    /// Reads a tenant's enabled automations anew; who reads later keeps what was read later.
    synchronized void refresh(TenantId tenant) {
        List<Ready> now = database.read(tx -> FlowStore.enabled(tx, tenant)).stream()
                .map(flow -> ready(flow, flow.text(), flow.settings()))
                .toList();
        if (now.isEmpty()) {
            enabled.remove(tenant);
        } else {
            enabled.put(tenant, now);
        }
    }

    void refreshAll() {
        database.read(FlowStore::tenants).forEach(this::refresh);
    }

    Set<TenantId> tenants() {
        return Set.copyOf(enabled.keySet());
    }

    /// Whether a tenant has some.
    boolean serves(TenantId tenant) {
        return enabled.containsKey(tenant);
    }

    /// Those of a session, in the order in which they are asked.
    List<Ready> of(TenantId tenant, long session) {
        return enabled.getOrDefault(tenant, List.of()).stream()
                .filter(ready -> ready.flow().serves(session))
                .toList();
    }

    /// All enabled ones of a tenant.
    List<Ready> of(TenantId tenant) {
        return enabled.getOrDefault(tenant, List.of());
    }

    /// An automation in the version that a run began with.
    Optional<Ready> version(ReadTx tx, long ref, int version) {
        String key = ref + "." + version;
        synchronized (versions) {
            Ready known = versions.get(key);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<Ready> read = FlowStore.find(tx, ref)
                .flatMap(flow -> FlowStore.version(tx, ref, version)
                        .map(kept -> ready(flow, kept.definition(), kept.settings())));
        read.ifPresent(ready -> keep(key, ready));
        return read;
    }

    private void keep(String key, Ready ready) {
        synchronized (versions) {
            versions.put(key, ready);
            if (versions.size() > CACHED) {
                var eldest = versions.keySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
    }

    static Ready ready(Flow flow, String text, String settings) {
        Definition definition = DefinitionReader.trusted(text);
        return new Ready(flow, definition, Program.of(definition), JSON.readTree(settings));
    }

    /// When a definition's next schedule is due; null if it has none.
    static @Nullable Instant nextAt(Definition definition, Instant after, ZoneId zone) {
        Instant soonest = null;
        for (Trigger trigger : definition.triggers()) {
            if (trigger instanceof Trigger.Schedule schedule) {
                Instant next = next(schedule, after, zone);
                soonest = soonest == null || (next != null && next.isBefore(soonest)) ? next : soonest;
            }
        }
        return soonest;
    }

    /// When a schedule is due next.
    static @Nullable Instant next(Trigger.Schedule schedule, Instant after, ZoneId zone) {
        try {
            String own = schedule.zone();
            ZonedDateTime next =
                    CronExpression.parse(schedule.cron()).next(after.atZone(own == null ? zone : ZoneId.of(own)));
            return next == null ? null : next.toInstant();
        } catch (DateTimeException | IllegalArgumentException _) {
            return null;
        }
    }
}
