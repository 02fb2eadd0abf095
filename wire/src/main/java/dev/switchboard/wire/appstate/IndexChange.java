// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;

/// A change of a collection's map from index MAC to value MAC.
public sealed interface IndexChange {

    /// The key of the map.
    Bytes indexMac();

    /// An entry is new or replaced.
    record Put(Bytes indexMac, Bytes valueMac) implements IndexChange {}

    /// An entry is gone.
    record Remove(Bytes indexMac) implements IndexChange {}
}
