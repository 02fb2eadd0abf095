// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/// A session that is bridged to an inbox.
///
/// @param url where their installation is
/// @param account the number of the account there
/// @param inbox the number of the inbox, of the kind API
/// @param mirror whether own messages are shown there too
/// @param handOver whether a chat is handed to a person when somebody answers there
/// @param position how far the event log was read
/// @param failures attempts that failed in a row
/// @param cause why the last one failed
record Bridge(
        long ref,
        TenantId tenant,
        String id,
        long sessionRef,
        String session,
        String url,
        long account,
        long inbox,
        boolean mirror,
        boolean handOver,
        boolean enabled,
        long position,
        int failures,
        Optional<Instant> pausedUntil,
        Optional<String> cause,
        Instant createdAt,
        Instant updatedAt) {
    @Override
    public String toString() {
        return "Bridge[" + id + "]";
    }
}
