// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.math.BigInteger;

/// Arithmetic modulo L = 2^252 + 27742317777372353535851937790883648493, the order of the base point, in constant time.
///
/// Numbers are 32-bit limbs, little endian; reduction is Barrett's with a precomputed floor(2^512 / L).
final class Scalar {

    private static final int WORDS = 8;
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final int[] L = words(ORDER, WORDS + 1);
    private static final int[] MU = words(BigInteger.TWO.pow(512).divide(ORDER), WORDS + 1);
    private static final long WORD = 0xffffffffL;

    private Scalar() {}

    /// A copy with the fixed bits of an X25519 private key: a multiple of eight, bit 254 set, bit 255 clear.
    static byte[] clamp(byte[] scalar) {
        byte[] clamped = scalar.clone();
        clamped[0] &= (byte) 0xf8;
        clamped[31] &= 0x7f;
        clamped[31] |= 0x40;
        return clamped;
    }

    /// A 64-byte number modulo L.
    static byte[] reduce(byte[] wide) {
        return barrett(words(wide, 2 * WORDS));
    }

    /// a * b + c modulo L, each 32 bytes.
    static byte[] multiplyAdd(byte[] a, byte[] b, byte[] c) {
        int[] product = multiply(words(a, WORDS), words(b, WORDS));
        int[] addend = words(c, WORDS);
        long carry = 0;
        for (int i = 0; i < product.length; i++) {
            carry += (product[i] & WORD) + (i < WORDS ? addend[i] & WORD : 0);
            product[i] = (int) carry;
            carry >>>= 32;
        }
        return barrett(product);
    }

    /// Whether 32 bytes are a number below L. Takes time by value: for public input only.
    static boolean isCanonical(byte[] scalar) {
        int[] words = words(scalar, WORDS);
        for (int i = WORDS - 1; i >= 0; i--) {
            int order = Integer.compareUnsigned(words[i], L[i]);
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    /// Sixty-four digits from -8 to 8 such that the sum of digit[i] * 16^i is the scalar, which must be below 2^255.
    static byte[] signedDigits(byte[] scalar) {
        byte[] digits = new byte[64];
        for (int i = 0; i < 32; i++) {
            digits[2 * i] = (byte) (scalar[i] & 15);
            digits[2 * i + 1] = (byte) (scalar[i] >> 4 & 15);
        }
        int carry = 0;
        for (int i = 0; i < 63; i++) {
            int digit = digits[i] + carry;
            carry = (digit + 8) >> 4;
            digits[i] = (byte) (digit - (carry << 4));
        }
        digits[63] += (byte) carry;
        return digits;
    }

    private static byte[] barrett(int[] x) {
        int[] top = slice(x, WORDS - 1, 2 * WORDS);
        int[] quotient = slice(multiply(top, MU), WORDS + 1, 2 * WORDS + 2);
        int[] product = multiply(quotient, L);
        int[] r = new int[WORDS + 1];
        subtract(r, x, product);
        int[] lower = new int[WORDS + 1];
        for (int round = 0; round < 2; round++) {
            int keep = subtract(lower, r, L);
            for (int i = 0; i < r.length; i++) {
                r[i] = (r[i] & keep) | (lower[i] & ~keep);
            }
        }
        byte[] out = new byte[32];
        for (int i = 0; i < WORDS; i++) {
            LittleEndian.putInt(out, 4 * i, r[i]);
        }
        return out;
    }

    /// r = a - b on the words of r; returns -1 when the result is negative, else 0.
    private static int subtract(int[] r, int[] a, int[] b) {
        long borrow = 0;
        for (int i = 0; i < r.length; i++) {
            borrow += (a[i] & WORD) - (b[i] & WORD);
            r[i] = (int) borrow;
            borrow >>= 32;
        }
        return (int) borrow;
    }

    private static int[] multiply(int[] a, int[] b) {
        int[] r = new int[a.length + b.length];
        for (int i = 0; i < a.length; i++) {
            long carry = 0;
            for (int j = 0; j < b.length; j++) {
                carry += (a[i] & WORD) * (b[j] & WORD) + (r[i + j] & WORD);
                r[i + j] = (int) carry;
                carry >>>= 32;
            }
            r[i + b.length] = (int) carry;
        }
        return r;
    }

    private static int[] slice(int[] words, int from, int to) {
        int[] r = new int[to - from];
        System.arraycopy(words, from, r, 0, r.length);
        return r;
    }

    private static int[] words(byte[] bytes, int count) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = LittleEndian.intAt(bytes, 4 * i);
        }
        return words;
    }

    private static int[] words(BigInteger value, int count) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = value.shiftRight(32 * i).intValue();
        }
        return words;
    }
}
