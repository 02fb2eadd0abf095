// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.SyncActionValue;
import java.util.Optional;

/// One decrypted change of app state.
///
/// @param operation whether the value was set or taken away
/// @param indexBytes what it is about, as it was written
/// @param value the value; for a removal, the one that was
/// @param version the version of the action's form
/// @param keyId the key it was sealed with
public record Mutation(Operation operation, Bytes indexBytes, SyncActionValue value, int version, Bytes keyId) {

    /// What a mutation does.
    public enum Operation {
        /// Sets a value.
        SET,
        /// Takes a value away.
        REMOVE
    }

    /// What it is about; empty if the index has an unknown shape.
    public Optional<MutationIndex> index() {
        return MutationIndex.parse(indexBytes);
    }
}
