// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/// What is to be noted.
///
/// @param tenant in whose realm it happened
/// @param type which kind of entry
/// @param actor a key's id, `demo`, or `system`
/// @param action a dotted name such as `message.accepted`
/// @param session the session concerned
/// @param subject the id of what was acted on
public record AuditEntry(
        TenantId tenant,
        AuditType type,
        String actor,
        String action,
        @Nullable String session,
        @Nullable String subject) {}
