// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.oversight;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.Origin;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What the audit hears of requests: the first use of a credential from an address in an hour, every change, whatever
/// was not allowed, credentials that were refused (once a minute for each address, with how many there were). Reading
/// is told by these only.
public final class RequestAudit {
    private static final Duration USE = Duration.ofHours(1);
    private static final Duration REFUSALS = Duration.ofMinutes(1);
    private static final int MOST = 10_000;
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Database database;
    private final AuditLog audit;
    private final InstantSource time;
    private final TenantId home;
    private final Map<String, Long> used = new ConcurrentHashMap<>();
    private final Map<String, Refused> refused = new ConcurrentHashMap<>();

    private record Refused(long since, int count) {}

    /// @param home the tenant that hears of credentials that are nobody's
    public RequestAudit(Database database, AuditLog audit, InstantSource time, TenantId home) {
        this.database = database;
        this.audit = audit;
        this.time = time;
        this.home = home;
    }

    /// A request of somebody who is known has been answered.
    void answered(Caller caller, Origin origin, String method, Optional<String> session, int status) {
        firstUse(caller, origin);
        boolean change = !READING.contains(method);
        if (status == 403) {
            note(origin, entry(caller, "permission.denied", session).ended("403"));
        } else if (change && !origin.noted()) {
            note(origin, entry(caller, "api.changed", session).ended(Integer.toString(status)));
        }
    }

    private static AuditEntry entry(Caller caller, String action, Optional<String> session) {
        return new AuditEntry(caller.tenant(), AuditType.ACCESS, caller.actor(), action, session.orElse(null), null);
    }

    private void firstUse(Caller caller, Origin origin) {
        long now = time.millis();
        String who = caller.tenant() + "/" + caller.actor() + "/" + origin.address();
        Long before = used.get(who);
        if (before != null && now - before < USE.toMillis()) {
            return;
        }
        if (used.size() >= MOST) {
            used.values().removeIf(at -> now - at >= USE.toMillis());
        }
        if (used.size() < MOST) {
            used.put(who, now);
            note(origin, entry(caller, "credential.used", Optional.empty()));
        }
    }

    /// A credential was refused, or none was sent where one is needed.
    void refused(Origin origin) {
        long now = time.millis();
        if (refused.size() >= MOST) {
            refused.values().removeIf(old -> now - old.since() >= REFUSALS.toMillis());
        }
        if (refused.size() >= MOST) {
            return;
        }
        Refused before = refused.get(origin.address());
        if (before != null && now - before.since() < REFUSALS.toMillis()) {
            refused.computeIfPresent(origin.address(), (_, old) -> new Refused(old.since(), old.count() + 1));
            return;
        }
        refused.put(origin.address(), new Refused(now, 0));
        int unsaid = before == null ? 0 : before.count();
        AuditEntry entry = new AuditEntry(home, AuditType.ACCESS, "unknown", "credential.refused", null, null);
        note(origin, entry.ended(unsaid == 0 ? "401" : "401, and " + unsaid + " more since the last entry"));
    }

    private void note(Origin origin, AuditEntry entry) {
        ScopedValue.where(Origin.CURRENT, origin)
                .run(() -> database.submit(tx -> {
                    audit.note(tx, entry);
                    return true;
                }));
    }
}
