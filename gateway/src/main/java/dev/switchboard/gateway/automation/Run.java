// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One time that an automation runs for a contact.
///
/// @param ref its number, also outside
/// @param cause what began it: `message:<id>`, `schedule`, `event:<number>`, `webhook`, `activation`
/// @param state where it is
record Run(
        long ref,
        TenantId tenant,
        long automation,
        int version,
        long sessionRef,
        String session,
        Jid chat,
        Jid person,
        String cause,
        RunState state,
        Instant startedAt,
        Instant updatedAt,
        @Nullable Instant endedAt) {
    /// The session it runs in.
    SessionKey key() {
        return new SessionKey(sessionRef, tenant, session);
    }

    @Override
    public String toString() {
        return "Run[" + ref + "]";
    }
}
