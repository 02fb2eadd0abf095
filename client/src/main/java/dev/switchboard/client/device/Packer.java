// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Writes a record for the store: a form number, then values one after the other, read back by [Unpacker] in the same
/// order.
final class Packer {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    private final DataOutputStream out = new DataOutputStream(bytes);

    Packer(int form) {
        write(() -> out.writeByte(form));
    }

    Packer number(int value) {
        write(() -> out.writeInt(value));
        return this;
    }

    Packer number(long value) {
        write(() -> out.writeLong(value));
        return this;
    }

    Packer flag(boolean value) {
        write(() -> out.writeBoolean(value));
        return this;
    }

    Packer bytes(Bytes value) {
        write(() -> {
            out.writeInt(value.size());
            out.write(value.toByteArray());
        });
        return this;
    }

    Packer text(String value) {
        return bytes(Bytes.utf8(value));
    }

    Packer jid(Jid value) {
        return text(value.toString());
    }

    Packer instant(Instant value) {
        return number(value.toEpochMilli());
    }

    <T> Packer optional(Optional<T> value, BiConsumer<Packer, T> writer) {
        flag(value.isPresent());
        value.ifPresent(present -> writer.accept(this, present));
        return this;
    }

    <T> Packer list(List<T> values, BiConsumer<Packer, T> writer) {
        number(values.size());
        values.forEach(value -> writer.accept(this, value));
        return this;
    }

    Bytes done() {
        return Bytes.copyOf(bytes.toByteArray());
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory refused bytes", e);
        }
    }
}
