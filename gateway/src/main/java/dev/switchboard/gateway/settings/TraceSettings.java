// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.net.URI;
import java.util.Optional;

/// Where traces go.
///
/// @param endpoint the collector, by OTLP over HTTP; none = nothing is traced
/// @param share how many of the traces that begin here are kept, from 0 to 1
public record TraceSettings(Optional<URI> endpoint, double share) {
    public static final TraceSettings OFF = new TraceSettings(Optional.empty(), 1);

    public TraceSettings {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("trace-share: " + share + " (expected: 0 to 1)");
        }
    }
}
