// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

/// Numbers in base 128, the lowest seven bits first.
final class Varint {

    private Varint() {}

    /// Writes a number at an index and returns the index after it; needs up to ten bytes.
    static int put(byte[] target, int at, long value) {
        int index = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target[index++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        target[index++] = (byte) rest;
        return index;
    }

    /// The number of bytes a number takes.
    static int size(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }
}
