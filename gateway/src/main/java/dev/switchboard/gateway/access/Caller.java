// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.tenant.TenantId;
import java.util.Set;

/// Who makes a request.
///
/// @param tenant whose sessions the caller sees
/// @param actor the caller's name in the audit: a key's id, or `demo`
/// @param role what the caller may do
/// @param sessions the only sessions there are for the caller; empty = all
public record Caller(TenantId tenant, String actor, Role role, Set<String> sessions) {
    public Caller {
        sessions = Set.copyOf(sessions);
    }

    /// A caller who sees all sessions of the tenant.
    public Caller(TenantId tenant, String actor, Role role) {
        this(tenant, actor, role, Set.of());
    }

    /// Whether the session exists for this caller.
    public boolean sees(String session) {
        return sessions.isEmpty() || sessions.contains(session);
    }
}
