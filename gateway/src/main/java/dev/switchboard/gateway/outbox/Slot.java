// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import java.time.Instant;
import java.util.Optional;

/// When a message is to go.
///
/// @param sendAt not before; empty = as soon as it may
/// @param expiresAt not after; what has not been handed over by then fails
public record Slot(Priority priority, Optional<Instant> sendAt, Optional<Instant> expiresAt) {
    /// As soon as it may, and however late.
    public static final Slot NEXT = new Slot(Priority.NORMAL, Optional.empty(), Optional.empty());
}
