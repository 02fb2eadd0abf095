// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import dev.switchboard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The changes that gather until the next commit, in the form they have on disk.
final class ChangeBatch {

    private static final int KEPT_CAPACITY = 1 << 20;

    private byte[] buffer = new byte[1 << 14];
    private int size;

    void put(String key, Bytes value) {
        header(ChangeReader.PUT, key, value.size() + 5);
        size = Varint.put(buffer, size, value.size());
        size = value.copyTo(buffer, size);
    }

    void remove(String key) {
        header(ChangeReader.REMOVE, key, 0);
    }

    void clearExcept(String prefix) {
        header(ChangeReader.CLEAR_EXCEPT, prefix, 0);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    byte[] buffer() {
        return buffer;
    }

    void reset() {
        size = 0;
        if (buffer.length > KEPT_CAPACITY) {
            buffer = new byte[1 << 14];
        }
    }

    private void header(byte kind, String key, int more) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        int needed = size + 1 + 5 + name.length + more;
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, buffer.length * 2));
        }
        buffer[size++] = kind;
        size = Varint.put(buffer, size, name.length);
        System.arraycopy(name, 0, buffer, size, name.length);
        size += name.length;
    }
}
