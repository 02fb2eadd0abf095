// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the fields of a saved record one after another: a version, then variable-length numbers and length-prefixed bytes.
final class RecordWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    RecordWriter(int version) {
        number(version);
    }

    RecordWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    RecordWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    RecordWriter text(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    RecordWriter bytes(Bytes value) {
        return raw(value.toByteArray());
    }

    Bytes done() {
        return Bytes.copyOf(out.toByteArray());
    }

    private RecordWriter raw(byte[] value) {
        number(value.length);
        out.writeBytes(value);
        return this;
    }
}
