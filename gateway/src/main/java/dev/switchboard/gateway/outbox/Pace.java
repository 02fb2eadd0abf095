// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.settings.SendLimits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How fast a session may begin chats, for those who want to know when many messages will be through.
///
/// @param used when it sent in the last day, newest first
/// @param quiet when the quiet hours end that a moment falls into
public record Pace(SendLimits limits, List<Instant> used, Function<Instant, Optional<Instant>> quiet) {
    public Pace {
        used = List.copyOf(used);
    }
}
