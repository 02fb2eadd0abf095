// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.time.Duration;
import java.util.List;

/// What the gateway may reach when a caller names an address.
///
/// @param allowed ranges (as `127.0.0.0/8`) that may be reached although they are not public
/// @param timeLimit how long a whole exchange may take
public record OutboundSettings(List<String> allowed, Duration timeLimit) {
    /// Public addresses only, a minute each.
    public static final OutboundSettings STANDARD = new OutboundSettings(List.of(), Duration.ofMinutes(1));

    public OutboundSettings {
        allowed = List.copyOf(allowed);
    }
}
