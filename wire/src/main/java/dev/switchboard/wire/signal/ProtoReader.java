// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.PublicKey;

/// Walks the fields of a protobuf message of the Signal layer within the bounds of an array.
///
/// Use: while [#next()], look at [#field()] and read it with [#number()], [#bytes()] or [#key()]; a field that is not
/// read is skipped. Anything that is no protobuf fails with [DecryptFailed].
final class ProtoReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final byte[] input;
    private final int limit;
    private int at;
    private int field;
    private int type;
    private boolean pending;

    ProtoReader(byte[] input, int from, int to) {
        this.input = input;
        this.at = from;
        this.limit = to;
    }

    boolean next() {
        if (pending) {
            skip();
        }
        if (at == limit) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        type = (int) tag & 7;
        if (field <= 0 || tag >>> 32 != 0) {
            throw malformed("field number");
        }
        pending = true;
        return true;
    }

    int field() {
        return field;
    }

    /// The value of a varint field as an unsigned 32-bit number; higher bits are cut off as protobuf prescribes.
    int number() {
        expect(VARINT);
        return (int) varint();
    }

    Bytes bytes() {
        expect(LENGTH);
        int length = length();
        Bytes value = Bytes.copyOf(input, at, at + length);
        at += length;
        return value;
    }

    PublicKey key() {
        try {
            Bytes value = bytes();
            if (value.size() != PublicKey.PREFIXED_SIZE) {
                throw malformed("key of " + value.size() + " bytes");
            }
            return PublicKey.of(value);
        } catch (InvalidKey e) {
            throw new DecryptFailed(new DecryptFailed.Reason.Malformed(), "key type", e);
        }
    }

    private void expect(int wanted) {
        if (type != wanted) {
            throw malformed("wire type " + type);
        }
        pending = false;
    }

    private void skip() {
        pending = false;
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case LENGTH -> advance(length());
            case FIXED32 -> advance(4);
            default -> throw malformed("wire type " + type);
        }
    }

    private void advance(int count) {
        if (limit - at < count) {
            throw malformed("truncated field");
        }
        at += count;
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > limit - at) {
            throw malformed("field length");
        }
        return (int) length;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at == limit) {
                throw malformed("truncated number");
            }
            byte b = input[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw malformed("number of more than ten bytes");
    }

    static DecryptFailed malformed(String what) {
        return new DecryptFailed(new DecryptFailed.Reason.Malformed(), "not a Signal message: " + what);
    }
}
