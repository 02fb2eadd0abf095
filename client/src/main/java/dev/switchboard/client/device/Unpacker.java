// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads what [Packer] wrote. A record that does not fit is a fault of the store and stops the companion.
final class Unpacker {

    private final ByteBuffer in;

    Unpacker(Bytes record, int form) {
        in = record.asReadOnlyBuffer();
        int found = in.hasRemaining() ? in.get() : -1;
        if (found != form) {
            throw new IllegalStateException("stored record: form " + found + " (expected: " + form + ")");
        }
    }

    int number() {
        return in.getInt();
    }

    long longNumber() {
        return in.getLong();
    }

    boolean flag() {
        return in.get() != 0;
    }

    Bytes bytes() {
        int size = in.getInt();
        if (size < 0 || size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[size];
        in.get(bytes);
        return Bytes.copyOf(bytes);
    }

    String text() {
        return bytes().asUtf8();
    }

    Jid jid() {
        return Jid.parse(text());
    }

    Instant instant() {
        return Instant.ofEpochMilli(longNumber());
    }

    <T> Optional<T> optional(Function<Unpacker, T> reader) {
        return flag() ? Optional.of(reader.apply(this)) : Optional.empty();
    }

    <T> List<T> list(Function<Unpacker, T> reader) {
        int count = number();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(reader.apply(this));
        }
        return values;
    }
}
