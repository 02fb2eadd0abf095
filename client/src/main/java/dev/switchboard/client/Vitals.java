// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import java.time.Duration;
import java.util.OptionalInt;

/// What a probe of a connection found.
///
/// @param roundTrip how long the server took to answer
/// @param drained how much it had held back, if that was asked
public record Vitals(Duration roundTrip, OptionalInt drained) {

    Vitals withDrained(int count) {
        return new Vitals(roundTrip, OptionalInt.of(count));
    }
}
