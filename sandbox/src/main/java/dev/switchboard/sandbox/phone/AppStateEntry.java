// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.Mutation;
import dev.switchboard.wire.appstate.MutationDraft;
import dev.switchboard.wire.appstate.MutationIndex;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.proto.SyncActionValue;

/// One thing that a collection of app state says now.
///
/// @param collection the collection
/// @param index what it is about, as JSON
/// @param value what it says of it
/// @param version the version of its form
public record AppStateEntry(String collection, Bytes index, SyncActionValue value, int version) {

    static AppStateEntry of(String collection, Mutation mutation) {
        return new AppStateEntry(collection, mutation.indexBytes(), mutation.value(), mutation.version());
    }

    static AppStateEntry of(String collection, MutationDraft draft) {
        return new AppStateEntry(collection, draft.index().toJson(), draft.value(), draft.version());
    }

    /// What it means.
    public SyncAction action() {
        return SyncAction.of(new Mutation(Mutation.Operation.SET, index, value, version, Bytes.EMPTY));
    }

    /// The change that says it again.
    MutationDraft draft() {
        MutationIndex parts = MutationIndex.parse(index).orElseGet(() -> MutationIndex.of(index.asUtf8()));
        return MutationDraft.set(parts, value, version);
    }

    void write(RecordWriter out) {
        out.bytes(index).bytes(Bytes.copyOf(value.toByteArray())).number(version);
    }

    static AppStateEntry read(String collection, RecordReader in) {
        try {
            return new AppStateEntry(
                    collection, in.bytes(), SyncActionValue.parseFrom(in.bytes().toByteArray()), in.integer());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a value that was kept cannot be read", e);
        }
    }
}
