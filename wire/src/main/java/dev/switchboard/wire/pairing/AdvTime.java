// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import java.time.Instant;

/// Seconds since 1970 as 64 bits that a peer may have filled with anything.
final class AdvTime {

    private AdvTime() {}

    static Instant instant(long seconds) {
        return Instant.ofEpochSecond(Math.clamp(seconds, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
    }
}
