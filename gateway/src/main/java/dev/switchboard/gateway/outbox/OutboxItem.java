// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.Dispatch;
import java.time.Instant;
import java.util.Optional;

/// A message in the queue.
///
/// @param ref its place in the queue
/// @param dispatch what is to be sent
/// @param priority what it goes before
/// @param expires when it is too late to send it
/// @param cold whether it would begin a chat
record OutboxItem(long ref, Dispatch dispatch, Priority priority, Optional<Instant> expires, boolean cold) {
    boolean expired(Instant now) {
        return expires.filter(end -> !end.isAfter(now)).isPresent();
    }
}
