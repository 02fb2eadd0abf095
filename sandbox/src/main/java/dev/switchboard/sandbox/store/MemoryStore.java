// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import dev.switchboard.wire.Bytes;
import java.util.function.BiConsumer;

/// Keeps nothing: the state is in memory anyway and ends with the process.
public final class MemoryStore implements StateStore {

    @Override
    public void put(String key, Bytes value) {
        // Nobody will ask for it.
    }

    @Override
    public void remove(String key) {
        // It was not kept.
    }

    @Override
    public void clearExcept(String prefix) {
        // Nothing was kept.
    }

    @Override
    public void commit() {
        // Nothing can be lost that was never promised.
    }

    @Override
    public void restore(String prefix, BiConsumer<String, Bytes> visitor) {
        // A new process starts empty.
    }

    @Override
    public void close() {
        // Holds no file.
    }
}
