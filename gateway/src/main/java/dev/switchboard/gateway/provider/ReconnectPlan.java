// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import java.time.Duration;
import java.util.List;

/// How long a link waits between tries: so long before each of the first, then a slow lane that doubles up to a cap.
public record ReconnectPlan(List<Duration> first, Duration slow, Duration cap) {
    public ReconnectPlan {
        first = List.copyOf(first);
    }

    /// Says how a session's link comes back; asked again and again, so that it must be quick.
    @FunctionalInterface
    public interface Source {
        ReconnectPlan of(SessionKey session);
    }
}
