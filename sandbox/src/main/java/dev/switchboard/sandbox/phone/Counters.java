// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.signal.KeyIds;
import java.util.Map;

/// Numbers that a phone never gives out twice. Lives on the phone's lane.
final class Counters {

    private static final int VERSION = 1;
    private static final String KEY = "counters";

    private final SavedState saved;
    private int nextPreKeyId = 1;
    private int lastKeyIndex;

    Counters(SavedState saved) {
        this.saved = saved;
    }

    void restore(Map<String, Bytes> state) {
        Bytes record = state.get(KEY);
        if (record != null) {
            RecordReader in = new RecordReader(record, VERSION);
            nextPreKeyId = in.integer();
            lastKeyIndex = in.integer();
        }
    }

    /// The first of `count` numbers for one-time keys.
    int takePreKeyIds(int count) {
        if (nextPreKeyId > KeyIds.MAX_PRE_KEY_ID - count) {
            nextPreKeyId = 1;
        }
        int first = nextPreKeyId;
        nextPreKeyId += count;
        save();
        return first;
    }

    /// The index of the next companion.
    int takeKeyIndex() {
        lastKeyIndex++;
        save();
        return lastKeyIndex;
    }

    /// The index of the latest companion, 0 before there was one.
    int lastKeyIndex() {
        return lastKeyIndex;
    }

    /// A new installation counts its companions anew.
    void reinstalled() {
        lastKeyIndex = 0;
        save();
    }

    private void save() {
        saved.put(
                KEY,
                new RecordWriter(VERSION)
                        .number(nextPreKeyId)
                        .number(lastKeyIndex)
                        .done());
    }
}
