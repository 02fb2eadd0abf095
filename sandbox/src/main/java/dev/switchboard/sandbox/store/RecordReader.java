// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import dev.switchboard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Reads the fields of a record that [RecordWriter] wrote, in the same order. Not thread-safe.
public final class RecordReader {

    private final Bytes record;
    private int at;

    /// Reads a record of the given layout.
    ///
    /// @throws StoreFailed if it has another
    public RecordReader(Bytes record, int version) {
        this.record = record;
        long found = number();
        if (found != version) {
            throw new StoreFailed("record version: " + found + " (expected: " + version + ")");
        }
    }

    /// A number.
    public long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = next();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new StoreFailed("record: a number without end");
    }

    /// A number that fits an int.
    public int integer() {
        return Math.toIntExact(number());
    }

    /// A truth value.
    public boolean flag() {
        return number() != 0;
    }

    /// Bytes.
    public Bytes bytes() {
        int size = integer();
        if (size < 0 || size > record.size() - at) {
            throw new StoreFailed(
                    "record: " + size + " bytes announced (expected: at most " + (record.size() - at) + ")");
        }
        Bytes value = record.slice(at, at + size);
        at += size;
        return value;
    }

    /// A text.
    public String text() {
        return bytes().asUtf8();
    }

    /// A list, each element read by `element`.
    public <T> List<T> list(Function<RecordReader, T> element) {
        int size = integer();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(element.apply(this));
        }
        return values;
    }

    private byte next() {
        if (at >= record.size()) {
            throw new StoreFailed("record: ends too soon");
        }
        return record.at(at++);
    }
}
