// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// A source of randomness that hands out given bytes in order, for vectors made with known keys. It
/// fails when it runs dry. Not thread-safe.
public final class FixedRandom implements RandomGenerator {

    private final ByteBuffer bytes;

    private FixedRandom(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// Hands out the bytes of all parts.
    public static FixedRandom of(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return new FixedRandom(joined.flip());
    }

    @Override
    public void nextBytes(byte[] target) {
        need(target.length);
        bytes.get(target);
    }

    @Override
    public long nextLong() {
        need(Long.BYTES);
        return bytes.getLong();
    }

    @Override
    public int nextInt() {
        need(Integer.BYTES);
        return bytes.getInt();
    }

    /// How many bytes are left; a test that fixes all randomness ends with none.
    public int remaining() {
        return bytes.remaining();
    }

    private void need(int count) {
        if (bytes.remaining() < count) {
            throw new IllegalStateException(
                    "fixed random bytes left: " + bytes.remaining() + " (expected: " + count + ")");
        }
    }
}
