// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.Mutation;
import dev.switchboard.wire.appstate.MutationDraft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the collections of an account say, as far as its phone has followed them. Lives on the phone's lane.
final class AppStateContents {

    private static final String PREFIX = "app-entries/";
    private static final int VERSION = 1;

    private final SavedState saved;
    private final Map<String, Map<Bytes, AppStateEntry>> entries = new LinkedHashMap<>();

    AppStateContents(SavedState saved) {
        this.saved = saved;
    }

    void restore(Map<String, Bytes> state) {
        state.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                String collection = key.substring(PREFIX.length());
                new RecordReader(value, VERSION)
                        .list(in -> AppStateEntry.read(collection, in))
                        .forEach(entry -> of(collection).put(entry.index(), entry));
            }
        });
    }

    private Map<Bytes, AppStateEntry> of(String collection) {
        return entries.computeIfAbsent(collection, _ -> new LinkedHashMap<>());
    }

    /// Everything, by collection, in the order in which it was first said.
    List<AppStateEntry> all() {
        List<AppStateEntry> all = new ArrayList<>();
        entries.values().forEach(collection -> all.addAll(collection.values()));
        return all;
    }

    List<AppStateEntry> in(String collection) {
        return List.copyOf(of(collection).values());
    }

    /// Follows changes that were made.
    void follow(String collection, List<Mutation> mutations) {
        for (Mutation mutation : mutations) {
            if (mutation.operation() == Mutation.Operation.SET) {
                of(collection).put(mutation.indexBytes(), AppStateEntry.of(collection, mutation));
            } else {
                of(collection).remove(mutation.indexBytes());
            }
        }
        save(collection);
    }

    /// Follows changes that the phone has made itself.
    void made(String collection, List<MutationDraft> drafts) {
        for (MutationDraft draft : drafts) {
            if (draft.operation() == Mutation.Operation.SET) {
                of(collection).put(draft.index().toJson(), AppStateEntry.of(collection, draft));
            } else {
                of(collection).remove(draft.index().toJson());
            }
        }
        save(collection);
    }

    void forget(String collection) {
        if (entries.remove(collection) != null) {
            saved.remove(PREFIX + collection);
        }
    }

    void forgetAll() {
        List.copyOf(entries.keySet()).forEach(this::forget);
    }

    private void save(String collection) {
        Bytes record = new RecordWriter(VERSION)
                .list(of(collection).values(), (out, entry) -> entry.write(out))
                .done();
        saved.put(PREFIX + collection, record);
    }
}
