// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells requests of the gateway's own pages from those of other sites.
///
/// @param allowed an origin besides our own whose pages may use the gateway
public record Origins(Optional<String> allowed) {
    /// Whether a page of another site sent a request with these headers; programs send no origin.
    public boolean foreign(@Nullable String origin, @Nullable String host) {
        return origin != null
                && !origin.endsWith("://" + host)
                && allowed.filter(origin::equals).isEmpty();
    }
}
