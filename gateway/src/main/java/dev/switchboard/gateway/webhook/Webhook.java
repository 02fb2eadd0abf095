// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import dev.switchboard.gateway.event.EventSelection;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Somewhere events are sent.
///
/// @param secrets what requests are signed with: the secret, and for a while the one before
/// @param cause why it was switched off by the gateway itself
/// @param position the last event that was looked at for it
/// @param failures attempts that failed in a row, of whatever delivery
/// @param pausedUntil no attempt is made before
record Webhook(
        long ref,
        TenantId tenant,
        String id,
        String url,
        Form form,
        EventSelection selection,
        Map<String, String> headers,
        Secrets secrets,
        boolean enabled,
        Optional<String> cause,
        long position,
        int failures,
        Optional<Instant> pausedUntil,
        Instant createdAt,
        Instant updatedAt) {
    Webhook {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "Webhook[" + tenant + " " + id + "]";
    }
}
