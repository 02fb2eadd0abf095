// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.proto.SyncActionValue;

/// A change of app state to be made.
///
/// @param operation whether to set the value or take it away
/// @param index what it is about
/// @param value the value; for a removal, the one to be taken away, as far as it is known
/// @param version the version of the action's form
public record MutationDraft(Mutation.Operation operation, MutationIndex index, SyncActionValue value, int version) {

    /// A value to be set.
    public static MutationDraft set(MutationIndex index, SyncActionValue value, int version) {
        return new MutationDraft(Mutation.Operation.SET, index, value, version);
    }

    /// A value to be taken away.
    public static MutationDraft remove(MutationIndex index, SyncActionValue value, int version) {
        return new MutationDraft(Mutation.Operation.REMOVE, index, value, version);
    }
}
