// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import java.nio.charset.StandardCharsets;

/// Reads the changes of one batch.
final class ChangeReader {

    static final byte PUT = 1;
    static final byte REMOVE = 2;
    static final byte CLEAR_EXCEPT = 3;

    private final byte[] file;
    private int at;

    private ChangeReader(byte[] file, int at) {
        this.file = file;
        this.at = at;
    }

    static void read(byte[] file, int from, int length, ChangeVisitor visitor) {
        ChangeReader reader = new ChangeReader(file, from);
        while (reader.at < from + length) {
            reader.change(visitor);
        }
    }

    private void change(ChangeVisitor visitor) {
        byte kind = file[at++];
        String key = key();
        switch (kind) {
            case PUT -> {
                int length = number();
                visitor.put(key, at, length);
                at += length;
            }
            case REMOVE -> visitor.remove(key);
            case CLEAR_EXCEPT -> visitor.clearExcept(key);
            default -> throw new StoreFailed("journal: unknown change " + kind);
        }
    }

    private String key() {
        int length = number();
        String key = new String(file, at, length, StandardCharsets.UTF_8);
        at += length;
        return key;
    }

    private int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = file[at++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
