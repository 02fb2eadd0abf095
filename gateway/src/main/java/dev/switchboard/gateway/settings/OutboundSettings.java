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
public record OutboundSettings(List<String> allowed, Duration timeLimit, Optional<Path> sinks) {
    /// Public addresses only, a minute each.
    public static final OutboundSettings STANDARD = new OutboundSettings(List.of(), Duration.ofMinutes(1));

    /// Without brokers.
    public OutboundSettings(List<String> allowed, Duration timeLimit) {
        this(allowed, timeLimit, Optional.empty());
    }

    public OutboundSettings {
        allowed = List.copyOf(allowed);
    }
}
