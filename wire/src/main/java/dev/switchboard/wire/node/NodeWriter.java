// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing byte array with the binary XML's number, length and text forms.
final class NodeWriter {

    private static final int INITIAL_SIZE = 512;
    private static final int MAX_PACKED = 127;
    private static final int MAX_BINARY_20 = 1 << 20;

    private static final int FITS_NIBBLE = 0x100;
    private static final int FITS_HEX = 0x200;
    private static final int FILLER = 15;

    /// For each ASCII character its nibble and which packings know it.
    private static final short[] PACKING = packing();

    private byte[] array = new byte[INITIAL_SIZE];
    private int size;

    private static short[] packing() {
        short[] table = new short[128];
        for (int digit = 0; digit < 10; digit++) {
            table['0' + digit] = (short) (digit | FITS_NIBBLE | FITS_HEX);
        }
        table['-'] = (short) (10 | FITS_NIBBLE);
        table['.'] = (short) (11 | FITS_NIBBLE);
        for (int letter = 0; letter < 6; letter++) {
            table['A' + letter] = (short) (10 + letter | FITS_HEX);
        }
        return table;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }

    void u8(int value) {
        ensure(1);
        array[size++] = (byte) value;
    }

    void u16(int value) {
        ensure(2);
        array[size++] = (byte) (value >> 8);
        array[size++] = (byte) value;
    }

    void listStart(int count) {
        if (count == 0) {
            u8(Tags.LIST_EMPTY);
        } else if (count <= 0xFF) {
            u8(Tags.LIST_8);
            u8(count);
        } else if (count <= 0xFFFF) {
            u8(Tags.LIST_16);
            u16(count);
        } else {
            throw new IllegalArgumentException("list size: " + count + " (expected: at most 65535)");
        }
    }

    void binary(Bytes bytes) {
        binaryStart(bytes.size());
        ensure(bytes.size());
        size = bytes.copyTo(array, size);
    }

    void text(String text) {
        if (text.isEmpty()) {
            binaryStart(0);
            return;
        }
        int code = Dictionary.V3.codeOf(text);
        if (code > 0xFF) {
            u16(code);
        } else if (code != Dictionary.NONE) {
            u8(code);
        } else {
            int packing = text.length() > MAX_PACKED ? 0 : packingOf(text);
            if (packing == 0) {
                raw(text);
            } else {
                pack(text, (packing & FITS_NIBBLE) == 0 ? Tags.HEX_8 : Tags.NIBBLE_8);
            }
        }
    }

    private static int packingOf(String text) {
        int both = FITS_NIBBLE | FITS_HEX;
        for (int i = 0; i < text.length() && both != 0; i++) {
            char c = text.charAt(i);
            both = c < PACKING.length ? both & PACKING[c] : 0;
        }
        return both;
    }

    private void pack(String text, int tag) {
        int length = text.length();
        int half = (length + 1) / 2;
        ensure(2 + half);
        array[size++] = (byte) tag;
        array[size++] = (byte) ((length & 1) << 7 | half);
        int i = 0;
        for (; i + 1 < length; i += 2) {
            int high = PACKING[text.charAt(i)] & 15;
            int low = PACKING[text.charAt(i + 1)] & 15;
            array[size++] = (byte) (high << 4 | low);
        }
        if (i < length) {
            array[size++] = (byte) ((PACKING[text.charAt(i)] & 15) << 4 | FILLER);
        }
    }

    private void raw(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        binaryStart(utf8.length);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, array, size, utf8.length);
        size += utf8.length;
    }

    private void binaryStart(int length) {
        if (length <= 0xFF) {
            u8(Tags.BINARY_8);
            u8(length);
        } else if (length < MAX_BINARY_20) {
            u8(Tags.BINARY_20);
            u8(length >> 16);
            u16(length);
        } else {
            u8(Tags.BINARY_32);
            u16(length >>> 16);
            u16(length);
        }
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(needed, array.length + (array.length >> 1)));
        }
    }
}
