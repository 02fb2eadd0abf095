// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

/// X25519 of RFC 7748: the Montgomery ladder, in constant time.
final class Ladder {

    private static final int A24 = 121665;

    private Ladder() {}

    /// The u-coordinate of scalar times the point with the given u-coordinate; the scalar must be clamped.
    static byte[] multiply(byte[] scalar, byte[] u) {
        long[] x1 = Field.decode(u);
        long[] x2 = Field.of(1);
        long[] z2 = Field.zero();
        long[] x3 = x1.clone();
        long[] z3 = Field.of(1);
        long[] a = Field.zero();
        long[] b = Field.zero();
        long[] c = Field.zero();
        long[] d = Field.zero();
        int swapped = 0;
        for (int i = 254; i >= 0; i--) {
            int bit = scalar[i >> 3] >> (i & 7) & 1;
            Field.swapIf(swapped ^ bit, x2, x3);
            Field.swapIf(swapped ^ bit, z2, z3);
            swapped = bit;
            step(x1, x2, z2, x3, z3, a, b, c, d);
        }
        Field.swapIf(swapped, x2, x3);
        Field.swapIf(swapped, z2, z3);
        Field.invert(z2, z2);
        Field.mul(x2, x2, z2);
        return Field.encode(x2);
    }

    /// Doubles (x2 : z2) and adds the two points, whose difference is x1.
    private static void step(
            long[] x1, long[] x2, long[] z2, long[] x3, long[] z3, long[] a, long[] b, long[] c, long[] d) {
        Field.add(a, x2, z2);
        Field.sub(b, x2, z2);
        Field.add(c, x3, z3);
        Field.sub(d, x3, z3);
        Field.mul(d, d, a);
        Field.mul(c, c, b);
        Field.square(a, a);
        Field.square(b, b);
        Field.add(x3, d, c);
        Field.sub(z3, d, c);
        Field.square(x3, x3);
        Field.square(z3, z3);
        Field.mul(z3, z3, x1);
        Field.mul(x2, a, b);
        Field.sub(b, a, b);
        Field.mulSmall(z2, b, A24);
        Field.add(z2, z2, a);
        Field.mul(z2, z2, b);
    }
}
