// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the gateway may reach when a caller names an address.
///
/// @param allowed ranges (as `127.0.0.0/8`) that may be reached although they are not public
/// @param timeLimit how long a whole exchange may take
/// @param sinks a file that names brokers which get the events of all tenants
/// @param pauses the waits between the tries of a webhook's delivery; the last one holds on
public record OutboundSettings(List<String> allowed, Duration timeLimit, Optional<Path> sinks, List<Duration> pauses) {
    /// From seconds to hours.
    public static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8));

    /// Public addresses only, a minute each.
    public static final OutboundSettings STANDARD = new OutboundSettings(List.of(), Duration.ofMinutes(1));

    public OutboundSettings {
        allowed = List.copyOf(allowed);
        pauses = List.copyOf(pauses);
        if (pauses.isEmpty()) {
            throw new IllegalArgumentException("webhook pauses: none (expected: at least one)");
        }
    }

    /// With the standard pauses.
    public OutboundSettings(List<String> allowed, Duration timeLimit, Optional<Path> sinks) {
        this(allowed, timeLimit, sinks, PAUSES);
    }

    /// Without brokers, and with the standard pauses.
    public OutboundSettings(List<String> allowed, Duration timeLimit) {
        this(allowed, timeLimit, Optional.empty(), PAUSES);
    }
}
