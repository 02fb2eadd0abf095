// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import java.util.Arrays;

/// A growing buffer for the few protobuf messages of the Signal layer, whose encoding must be byte for byte that of
/// other clients: every field explicit, in ascending order.
final class ProtoWriter {

    /// Message version 3 in both halves.
    static final byte VERSION = 0x33;

    private byte[] buffer;
    private int size;

    ProtoWriter(int expectedSize) {
        this.buffer = new byte[expectedSize];
    }

    ProtoWriter versionByte() {
        return raw(VERSION);
    }

    ProtoWriter raw(byte value) {
        reserve(1);
        buffer[size++] = value;
        return this;
    }

    ProtoWriter raw(byte[] value, int from, int to) {
        reserve(to - from);
        System.arraycopy(value, from, buffer, size, to - from);
        size += to - from;
        return this;
    }

    ProtoWriter raw(Bytes value) {
        reserve(value.size());
        size = value.copyTo(buffer, size);
        return this;
    }

    /// A varint field of an unsigned 32-bit number.
    ProtoWriter number(int field, int value) {
        return varint(field << 3).varint(value);
    }

    ProtoWriter bytes(int field, byte[] value) {
        return varint(field << 3 | 2).varint(value.length).raw(value, 0, value.length);
    }

    ProtoWriter bytes(int field, Bytes value) {
        return varint(field << 3 | 2).varint(value.size()).raw(value);
    }

    ProtoWriter varint(int value) {
        reserve(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    Bytes toBytes() {
        return Bytes.copyOf(buffer, 0, size);
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }
}
