// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.tenant.TenantId;
import java.util.Set;

/// Who makes a request.
///
/// @param tenant whose sessions the caller sees
/// @param actor the caller's name in the audit: a key's or user's id, or `demo`
/// @param role what the caller may do
/// @param sessions the only sessions there are for the caller; empty = all
/// @param permissions what of the role's rights the caller has
public record Caller(TenantId tenant, String actor, Role role, Set<String> sessions, Set<Permission> permissions) {
    public Caller {
        sessions = Set.copyOf(sessions);
        permissions = Set.copyOf(permissions);
    }

    /// A caller with all the role's rights on some sessions.
    public Caller(TenantId tenant, String actor, Role role, Set<String> sessions) {
        this(tenant, actor, role, sessions, role.permissions());
    }

    /// A caller with all the role's rights on all sessions of the tenant.
    public Caller(TenantId tenant, String actor, Role role) {
        this(tenant, actor, role, Set.of());
    }

    /// Whether the session exists for this caller.
    public boolean sees(String session) {
        return sessions.isEmpty() || sessions.contains(session);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission) && (sessions.isEmpty() || !permission.tenantWide());
    }
}
