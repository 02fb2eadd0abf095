// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How somebody moves who shares their place as they go.
///
/// @param accuracy in metres
/// @param speed in metres a second
/// @param heading in degrees clockwise from magnetic north
public record Movement(OptionalInt accuracy, OptionalDouble speed, OptionalInt heading) {

    /// Nothing is known.
    public static final Movement UNKNOWN =
            new Movement(OptionalInt.empty(), OptionalDouble.empty(), OptionalInt.empty());
}
