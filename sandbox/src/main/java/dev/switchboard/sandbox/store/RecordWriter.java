// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import dev.switchboard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/// Writes the fields of one record, to be read by [RecordReader] in the same order. Not thread-safe.
public final class RecordWriter {

    private byte[] buffer = new byte[128];
    private int size;

    /// A record that begins with the version of its layout.
    public RecordWriter(int version) {
        number(version);
    }

    /// A number, short when small and not negative.
    public RecordWriter number(long value) {
        reserve(10);
        size = Varint.put(buffer, size, value);
        return this;
    }

    /// A truth value.
    public RecordWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    /// Bytes of any length.
    public RecordWriter bytes(Bytes value) {
        number(value.size());
        reserve(value.size());
        size = value.copyTo(buffer, size);
        return this;
    }

    /// A text.
    public RecordWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, buffer, size, utf8.length);
        size += utf8.length;
        return this;
    }

    /// A list, each element written by `element`.
    public <T> RecordWriter list(Collection<T> values, BiConsumer<RecordWriter, T> element) {
        number(values.size());
        values.forEach(value -> element.accept(this, value));
        return this;
    }

    /// The finished record.
    public Bytes done() {
        return Bytes.copyOf(buffer, 0, size);
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
