// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

import dev.switchboard.gateway.tenant.TenantId;
import java.util.Set;

/// Which events a reader wants to see; it never sees those of another tenant.
///
/// @param tenant whose events
/// @param sessions only these sessions; empty = all
/// @param names only these events; empty = all
public record EventFilter(TenantId tenant, Set<String> sessions, Set<EventName> names) {
    public EventFilter {
        sessions = Set.copyOf(sessions);
        names = Set.copyOf(names);
    }

    /// Everything of a tenant.
    public static EventFilter all(TenantId tenant) {
        return new EventFilter(tenant, Set.of(), Set.of());
    }

    boolean matches(Event event) {
        return event.tenant().equals(tenant)
                && (sessions.isEmpty() || (event.session() != null && sessions.contains(event.session())))
                && (names.isEmpty() || names.contains(event.name()));
    }
}
