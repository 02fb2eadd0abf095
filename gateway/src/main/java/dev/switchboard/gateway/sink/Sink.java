// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.event.EventSelection;
import java.time.Instant;
import java.util.Optional;

/// A broker that events are handed to.
///
/// @param tenant whose events; empty text = everybody's, as the operator's settings say
/// @param progress how far it has come
record Sink(
        long ref,
        String tenant,
        String id,
        String name,
        SinkTarget target,
        SinkSecret secret,
        EventSelection selection,
        boolean enabled,
        Progress progress,
        Instant createdAt,
        Instant updatedAt) {

    /// How far a sink has come.
    ///
    /// @param position the number of the last event that was handed over or not wanted
    /// @param failures tries that failed in a row
    /// @param reason why the last one did
    /// @param nextAt no try is made before
    /// @param delivered how many events it has taken in all
    record Progress(
            long position,
            int failures,
            Optional<String> reason,
            Optional<Instant> nextAt,
            long delivered,
            Optional<Instant> deliveredAt) {
        static Progress at(long position) {
            return new Progress(position, 0, Optional.empty(), Optional.empty(), 0, Optional.empty());
        }
    }

    /// Whether it is the operator's, for all tenants.
    boolean everybodys() {
        return tenant.isEmpty();
    }

    @Override
    public String toString() {
        return "Sink[" + id + " " + target.kind() + "]";
    }
}
