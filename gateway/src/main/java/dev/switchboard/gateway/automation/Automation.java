// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;

/// An automation of a session.
///
/// @param session the session's number inside
/// @param config how it is set, as JSON
public record Automation(
        long ref,
        TenantId tenant,
        String id,
        long session,
        AutomationKind kind,
        String config,
        boolean active,
        Instant createdAt) {
    @Override
    public String toString() {
        return "Automation[" + id + " " + kind + "]";
    }
}
