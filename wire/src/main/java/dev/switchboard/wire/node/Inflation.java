// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.MalformedNode;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The content of one zlib stream, at the head of a buffer that may be larger.
// Passed on at once within this package and never compared, so the array is safe in a record.
@SuppressWarnings("ArrayRecordComponent")
record Inflation(byte[] buffer, int size) {

    private static final int MIN_BUFFER = 512;
    private static final int TYPICAL_RATIO = 4;

    /// Inflates the zlib stream that fills `data` from `from` on, unless it would pass the limit.
    static Inflation of(byte[] data, int from, int limit) {
        int guess = (int) Math.min(limit, Math.max(MIN_BUFFER, (long) (data.length - from) * TYPICAL_RATIO));
        byte[] out = new byte[guess];
        int size = 0;
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(data, from, data.length - from);
            while (!inflater.finished()) {
                if (size == out.length) {
                    out = grow(out, limit, inflater);
                }
                int count = inflater.inflate(out, size, out.length - size);
                size += count;
                if (count == 0 && !inflater.finished() && size < out.length) {
                    throw new MalformedNode("compressed body: incomplete (expected: one whole zlib stream)");
                }
            }
            if (inflater.getRemaining() > 0) {
                throw new MalformedNode(
                        "compressed body: " + inflater.getRemaining() + " bytes too many (expected: one zlib stream)");
            }
        } catch (DataFormatException e) {
            throw new MalformedNode("compressed body: not zlib (expected: one zlib stream)", e);
        }
        return new Inflation(out, size);
    }

    private static byte[] grow(byte[] full, int limit, Inflater inflater) throws DataFormatException {
        if (full.length < limit) {
            return Arrays.copyOf(full, (int) Math.min(limit, full.length * 2L));
        }
        // Exactly at the limit: the stream may still end here without another byte.
        byte[] probe = new byte[1];
        if (inflater.inflate(probe) == 0 && inflater.finished()) {
            return full;
        }
        throw new MalformedNode("compressed body: more than " + limit + " bytes (expected: at most that)");
    }
}
