// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import java.time.Duration;
import java.util.OptionalInt;

/// What a probe of a link found.
///
/// @param roundTrip how long the network took to answer
/// @param drained how much the network had held back, if it was asked to deliver that
public record Pulse(Duration roundTrip, OptionalInt drained) {}
