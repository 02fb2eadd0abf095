// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.Bytes;
import org.jspecify.annotations.Nullable;

/// Reads what [RecordWriter] wrote. A record that is cut short or of another version was not written by this program.
final class RecordReader {

    private final Bytes saved;
    private int at;

    RecordReader(Bytes saved, int version) {
        this.saved = saved;
        long found = number();
        if (found != version) {
            throw new IllegalStateException("saved record's version: " + found + " (expected: " + version + ")");
        }
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = saved.at(at++);
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("saved number: over 10 bytes (expected: at most 10)");
    }

    boolean flag() {
        return number() != 0;
    }

    String text() {
        return bytes().asUtf8();
    }

    @Nullable String optionalText() {
        String text = text();
        return text.isEmpty() ? null : text;
    }

    Bytes bytes() {
        int size = Math.toIntExact(number());
        Bytes value = saved.slice(at, at + size);
        at += size;
        return value;
    }

    boolean more() {
        return at < saved.size();
    }
}
