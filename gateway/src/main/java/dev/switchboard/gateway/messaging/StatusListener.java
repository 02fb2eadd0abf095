// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Instant;
import java.util.Optional;

/// Hears how far own messages have come, in the transaction that notes it; the first step is that they are queued.
@FunctionalInterface
public interface StatusListener {
    void advanced(WriteTx tx, SessionLease lease, String messageId, Step step);

    /// How far it has come.
    record Step(Delivery delivery, Instant at, Optional<Failure> failure) {}
}
