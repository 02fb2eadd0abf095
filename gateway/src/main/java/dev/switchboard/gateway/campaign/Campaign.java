// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/// A campaign as it stands.
///
/// @param session the id of the session it sends from
/// @param progress how far its messages have come
public record Campaign(
        long ref,
        TenantId tenant,
        String id,
        String session,
        String name,
        String templateId,
        Stage stage,
        Optional<Instant> schedule,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        Progress progress) {

    /// Where it is in its life.
    public enum Stage {
        /// Waits to be started by hand.
        DRAFT,
        /// Starts by itself when its time comes.
        SCHEDULED,
        RUNNING,
        COMPLETED;

        /// As it appears outside.
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Stage of(String text) {
            return valueOf(text.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /// How many of its messages have come how far; one that was read was also sent and delivered.
    public record Progress(long total, long sent, long delivered, long read, long failed) {
        /// Messages whose fate is open.
        public long pending() {
            return total - sent - failed;
        }
    }

    @Override
    public String toString() {
        return "Campaign[" + id + " " + stage + "]";
    }
}
