// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An automation as it is kept.
///
/// @param ref its number inside
/// @param session the one session it is for; null = all of the tenant's
/// @param market which of the marketplace's it is made of
/// @param version goes up with every change of name, definition or settings
/// @param text its definition as JSON
/// @param settings its settings as JSON
/// @param config its settings as they were given in an older form
/// @param position automations are asked in this order
/// @param nextAt when its next schedule is due
public record Flow(
        long ref,
        TenantId tenant,
        String id,
        @Nullable Long sessionRef,
        @Nullable String session,
        String name,
        Optional<String> market,
        int version,
        String text,
        String settings,
        Optional<String> config,
        boolean enabled,
        int position,
        @Nullable Instant nextAt,
        Instant createdAt,
        Instant updatedAt) {
    /// Whether it is for a session.
    boolean serves(long asked) {
        return sessionRef == null || sessionRef == asked;
    }

    @Override
    public String toString() {
        return "Flow[" + id + " " + version + "]";
    }
}
