// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.settings.SendLimits;
import java.util.Optional;

/// How a session sends.
///
/// @param limits the session's own, or the gateway's
/// @param own whether the limits are the session's own
/// @param paused whether nothing is sent until somebody says so
/// @param quiet hours in which nothing is sent
record SendPolicy(SendLimits limits, boolean own, boolean paused, Optional<QuietHours> quiet) {
    /// Whether each message has to be asked for.
    boolean governed() {
        return limits.enabled() || paused || quiet.isPresent();
    }
}
