// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

/// Arithmetic modulo p = 2^255 - 19 on five limbs of 51 bits, little endian, in constant time.
///
/// Products and squares leave limbs below 2^51 + 2^13 ("reduced"). Sums and differences are left unreduced; every
/// formula built on this class keeps the operands of a product below 2^53.4, where no intermediate overflows.
///
/// A 51-bit product needs 102 bits. Its part above bit 51 is taken by one `multiplyHigh` of operands shifted left by
/// 13 bits together; the parts below are summed modulo 2^64 and corrected at the end, so no 128-bit carry is kept.
final class Field {

    static final int LIMBS = 5;

    private static final long MASK = (1L << 51) - 1;
    private static final long TWO_P_LOW = (1L << 52) - 38;
    private static final long TWO_P = (1L << 52) - 2;

    private Field() {}

    static long[] zero() {
        return new long[LIMBS];
    }

    static long[] of(int small) {
        long[] r = new long[LIMBS];
        r[0] = small;
        return r;
    }

    static void copy(long[] r, long[] a) {
        r[0] = a[0];
        r[1] = a[1];
        r[2] = a[2];
        r[3] = a[3];
        r[4] = a[4];
    }

    /// r = a + b, not reduced.
    static void add(long[] r, long[] a, long[] b) {
        r[0] = a[0] + b[0];
        r[1] = a[1] + b[1];
        r[2] = a[2] + b[2];
        r[3] = a[3] + b[3];
        r[4] = a[4] + b[4];
    }

    /// r = a - b for reduced b, not reduced itself.
    static void sub(long[] r, long[] a, long[] b) {
        r[0] = a[0] + TWO_P_LOW - b[0];
        r[1] = a[1] + TWO_P - b[1];
        r[2] = a[2] + TWO_P - b[2];
        r[3] = a[3] + TWO_P - b[3];
        r[4] = a[4] + TWO_P - b[4];
    }

    /// r = a * b. The three arrays may be the same.
    static void mul(long[] r, long[] a, long[] b) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        long a4 = a[4];
        long b0 = b[0];
        long b1 = b[1];
        long b2 = b[2];
        long b3 = b[3];
        long b4 = b[4];
        long w1 = 19 * b1;
        long w2 = 19 * b2;
        long w3 = 19 * b3;
        long w4 = 19 * b4;

        long l0 = a0 * b0 + a1 * w4 + a2 * w3 + a3 * w2 + a4 * w1;
        long l1 = a0 * b1 + a1 * b0 + a2 * w4 + a3 * w3 + a4 * w2;
        long l2 = a0 * b2 + a1 * b1 + a2 * b0 + a3 * w4 + a4 * w3;
        long l3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + a4 * w4;
        long l4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;

        a0 <<= 9;
        a1 <<= 9;
        a2 <<= 9;
        a3 <<= 9;
        a4 <<= 9;
        b0 <<= 4;
        b1 <<= 4;
        b2 <<= 4;
        b3 <<= 4;
        b4 <<= 4;
        w1 <<= 4;
        w2 <<= 4;
        w3 <<= 4;
        w4 <<= 4;
        long h0 = high(a0, b0) + high(a1, w4) + high(a2, w3) + high(a3, w2) + high(a4, w1);
        long h1 = high(a0, b1) + high(a1, b0) + high(a2, w4) + high(a3, w3) + high(a4, w2);
        long h2 = high(a0, b2) + high(a1, b1) + high(a2, b0) + high(a3, w4) + high(a4, w3);
        long h3 = high(a0, b3) + high(a1, b2) + high(a2, b1) + high(a3, b0) + high(a4, w4);
        long h4 = high(a0, b4) + high(a1, b3) + high(a2, b2) + high(a3, b1) + high(a4, b0);
        fold(r, l0, l1, l2, l3, l4, h0, h1, h2, h3, h4);
    }

    /// r = a * a.
    static void square(long[] r, long[] a) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        long a4 = a[4];
        long d0 = 2 * a0;
        long d1 = 2 * a1;
        long w3 = 19 * a3;
        long w4 = 19 * a4;
        long x3 = 2 * w3;
        long x4 = 2 * w4;

        long l0 = a0 * a0 + a1 * x4 + a2 * x3;
        long l1 = d0 * a1 + a2 * x4 + a3 * w3;
        long l2 = d0 * a2 + a1 * a1 + a3 * x4;
        long l3 = d0 * a3 + d1 * a2 + a4 * w4;
        long l4 = d0 * a4 + d1 * a3 + a2 * a2;

        long s0 = a0 << 9;
        long s1 = a1 << 9;
        long s2 = a2 << 9;
        long s3 = a3 << 9;
        long s4 = a4 << 9;
        d0 <<= 8;
        d1 <<= 8;
        w3 <<= 4;
        w4 <<= 4;
        x3 <<= 4;
        x4 <<= 4;
        long t1 = a1 << 5;
        long t2 = a2 << 5;
        long t3 = a3 << 5;
        long t4 = a4 << 5;
        long h0 = high(s0, a0 << 4) + high(s1, x4) + high(s2, x3);
        long h1 = high(d0, t1) + high(s2, x4) + high(s3, w3);
        long h2 = high(d0, t2) + high(s1, a1 << 4) + high(s3, x4);
        long h3 = high(d0, t3) + high(d1, t2) + high(s4, w4);
        long h4 = high(d0, t4) + high(d1, t3) + high(s2, a2 << 4);
        fold(r, l0, l1, l2, l3, l4, h0, h1, h2, h3, h4);
    }

    /// r = a * m for a small positive factor.
    static void mulSmall(long[] r, long[] a, int m) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        long a4 = a[4];
        long f = (long) m << 13;
        fold(
                r,
                a0 * m,
                a1 * m,
                a2 * m,
                a3 * m,
                a4 * m,
                high(a0, f),
                high(a1, f),
                high(a2, f),
                high(a3, f),
                high(a4, f));
    }

    private static long high(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    /// Joins the sums of low parts (modulo 2^64) with the sums of the parts above bit 51, and carries.
    @SuppressWarnings("TooManyParameters")
    private static void fold(
            long[] r, long l0, long l1, long l2, long l3, long l4, long h0, long h1, long h2, long h3, long h4) {
        long r0 = l0 - (h0 << 51) + 19 * h4;
        long r1 = l1 - (h1 << 51) + h0;
        long r2 = l2 - (h2 << 51) + h1;
        long r3 = l3 - (h3 << 51) + h2;
        long r4 = l4 - (h4 << 51) + h3;
        r1 += r0 >>> 51;
        r2 += r1 >>> 51;
        r3 += r2 >>> 51;
        r4 += r3 >>> 51;
        r0 = (r0 & MASK) + 19 * (r4 >>> 51);
        r[0] = r0 & MASK;
        r[1] = (r1 & MASK) + (r0 >>> 51);
        r[2] = r2 & MASK;
        r[3] = r3 & MASK;
        r[4] = r4 & MASK;
    }

    /// r = a squared n times over.
    private static void squareTimes(long[] r, long[] a, int n) {
        square(r, a);
        for (int i = 1; i < n; i++) {
            square(r, r);
        }
    }

    /// r = 1 / a; the inverse of zero is zero.
    static void invert(long[] r, long[] a) {
        long[] a11 = zero();
        long[] run = zero();
        power250(run, a11, a);
        squareTimes(run, run, 5);
        mul(r, run, a11);
    }

    /// r = a^((p - 5) / 8), the step shared by square roots.
    static void rootPower(long[] r, long[] a) {
        long[] a11 = zero();
        long[] run = zero();
        power250(run, a11, a);
        squareTimes(run, run, 2);
        mul(r, run, a);
    }

    /// run = a^(2^250 - 1) and a11 = a^11.
    private static void power250(long[] run, long[] a11, long[] a) {
        long[] a9 = zero();
        long[] t = zero();
        square(t, a);
        long[] a2 = t.clone();
        squareTimes(t, t, 2);
        mul(a9, t, a);
        mul(a11, a9, a2);
        square(t, a11);
        mul(t, t, a9); // 2^5 - 1
        long[] five = t.clone();
        long[] ten = grow(five, 5, five);
        long[] twenty = grow(ten, 10, ten);
        long[] forty = grow(twenty, 20, twenty);
        long[] fifty = grow(forty, 10, ten);
        long[] hundred = grow(fifty, 50, fifty);
        long[] twoHundred = grow(hundred, 100, hundred);
        copy(run, grow(twoHundred, 50, fifty));
    }

    private static long[] grow(long[] a, int squarings, long[] factor) {
        long[] r = zero();
        squareTimes(r, a, squarings);
        mul(r, r, factor);
        return r;
    }

    /// Swaps a and b when bit is 1, touching the same memory either way.
    static void swapIf(int bit, long[] a, long[] b) {
        long mask = -(long) bit;
        for (int i = 0; i < LIMBS; i++) {
            long x = mask & (a[i] ^ b[i]);
            a[i] ^= x;
            b[i] ^= x;
        }
    }

    /// r = -a for reduced a.
    static void negate(long[] r, long[] a) {
        r[0] = TWO_P_LOW - a[0];
        r[1] = TWO_P - a[1];
        r[2] = TWO_P - a[2];
        r[3] = TWO_P - a[3];
        r[4] = TWO_P - a[4];
    }

    /// Reads 32 little-endian bytes; the top bit is ignored.
    static long[] decode(byte[] bytes) {
        long w0 = LittleEndian.longAt(bytes, 0);
        long w1 = LittleEndian.longAt(bytes, 8);
        long w2 = LittleEndian.longAt(bytes, 16);
        long w3 = LittleEndian.longAt(bytes, 24);
        return new long[] {
            w0 & MASK,
            (w0 >>> 51 | w1 << 13) & MASK,
            (w1 >>> 38 | w2 << 26) & MASK,
            (w2 >>> 25 | w3 << 39) & MASK,
            (w3 >>> 12) & MASK
        };
    }

    /// The one canonical encoding of a: 32 bytes, little endian, below p.
    static byte[] encode(long[] a) {
        long[] t = zero();
        mulSmall(t, a, 1);
        long carry = (t[0] + 19) >>> 51;
        for (int i = 1; i < LIMBS; i++) {
            carry = (t[i] + carry) >>> 51;
        }
        carry *= 19;
        for (int i = 0; i < LIMBS; i++) {
            long limb = t[i] + carry;
            t[i] = limb & MASK;
            carry = limb >>> 51;
        }
        byte[] out = new byte[32];
        LittleEndian.putLong(out, 0, t[0] | t[1] << 51);
        LittleEndian.putLong(out, 8, t[1] >>> 13 | t[2] << 38);
        LittleEndian.putLong(out, 16, t[2] >>> 26 | t[3] << 25);
        LittleEndian.putLong(out, 24, t[3] >>> 39 | t[4] << 12);
        return out;
    }

    static boolean isZero(long[] a) {
        byte[] bytes = encode(a);
        int any = 0;
        for (byte b : bytes) {
            any |= b;
        }
        return any == 0;
    }

    /// The lowest bit of the canonical form, which RFC 8032 calls the sign.
    static int sign(long[] a) {
        return encode(a)[0] & 1;
    }
}
