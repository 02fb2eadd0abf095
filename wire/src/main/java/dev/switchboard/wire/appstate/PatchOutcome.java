// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;
import java.util.List;

/// What came of a patch or snapshot that was sound as far as it could be checked.
public sealed interface PatchOutcome {

    /// It was applied.
    ///
    /// @param state the state after it
    /// @param mutations what it says, in order
    /// @param changes the changes of the collection's map; the whole map, after a snapshot
    /// @param fromSnapshot whether the old map must be thrown away first
    /// @param unknownRemovals how many removals had nothing to remove
    record Applied(
            CollectionState state,
            List<Mutation> mutations,
            List<IndexChange> changes,
            boolean fromSnapshot,
            int unknownRemovals)
            implements PatchOutcome {
        /// Keeps unmodifiable copies.
        public Applied {
            mutations = List.copyOf(mutations);
            changes = List.copyOf(changes);
        }
    }

    /// A key must be asked for first.
    record KeyMissing(Bytes keyId) implements PatchOutcome {}

    /// It is not the next one.
    record OutOfOrder(long expectedVersion, long actualVersion) implements PatchOutcome {}
}
