// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The secrets of a webhook.
///
/// @param former the one before the last rotation
record Secrets(String current, Optional<Former> former) {
    /// A secret that still signs beside the new one.
    record Former(String secret, Instant until) {
        @Override
        public String toString() {
            return "Former[" + until + "]";
        }
    }

    /// Those that sign at this time, the newest first.
    List<String> at(Instant now) {
        List<String> valid = new ArrayList<>();
        valid.add(current);
        former.filter(old -> old.until().isAfter(now)).ifPresent(old -> valid.add(old.secret()));
        return valid;
    }

    @Override
    public String toString() {
        return "Secrets[" + (1 + former.map(_ -> 1).orElse(0)) + "]";
    }
}
