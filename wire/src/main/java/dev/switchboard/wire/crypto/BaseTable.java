// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

/// Multiples of the base point of edwards25519: 1 to 8 times 256^i for i from 0 to 31, made when first used (30 KB).
final class BaseTable {

    private static final int ROWS = 32;
    private static final int COLUMNS = 8;
    private static final int STRIDE = 3 * Field.LIMBS;
    private static final long[][] TABLE = build();

    private BaseTable() {}

    /// Scalar times the base point, in constant time, for a scalar below 2^255.
    static Edwards multiply(byte[] scalar) {
        byte[] digits = Scalar.signedDigits(scalar);
        Edwards sum = new Edwards();
        Edwards.Cached entry = new Edwards.Cached();
        for (int i = 1; i < digits.length; i += 2) {
            select(entry, i >> 1, digits[i]);
            sum.addAffine(entry);
        }
        for (int i = 0; i < 4; i++) {
            sum.twice();
        }
        for (int i = 0; i < digits.length; i += 2) {
            select(entry, i >> 1, digits[i]);
            sum.addAffine(entry);
        }
        return sum;
    }

    /// Adds scalar times the base point to a sum. Takes time by value: for public input only.
    static void addMultiple(Edwards sum, byte[] scalar) {
        Edwards product = multiply(scalar);
        sum.add(product.cached());
    }

    /// Copies digit times 256^row times the base point, reading the whole row whatever the digit is.
    private static void select(Edwards.Cached entry, int row, int digit) {
        int negative = digit >>> 31;
        int magnitude = (digit ^ -negative) + negative;
        long[] columns = TABLE[row];
        long isNeutral = equalMask(magnitude, 0);
        for (int limb = 0; limb < Field.LIMBS; limb++) {
            long plus = limb == 0 ? isNeutral & 1 : 0;
            long minus = plus;
            long dt = 0;
            for (int column = 0; column < COLUMNS; column++) {
                long mask = equalMask(magnitude, column + 1);
                int at = column * STRIDE + limb;
                plus |= columns[at] & mask;
                minus |= columns[at + Field.LIMBS] & mask;
                dt |= columns[at + 2 * Field.LIMBS] & mask;
            }
            entry.plus[limb] = plus;
            entry.minus[limb] = minus;
            entry.dt[limb] = dt;
        }
        entry.negateIf(negative);
    }

    /// All ones if a equals b, else zero.
    private static long equalMask(int a, int b) {
        return ((long) (a ^ b) - 1) >> 63;
    }

    private static long[][] build() {
        Edwards[] points = new Edwards[ROWS * COLUMNS];
        Edwards first = Edwards.base();
        for (int row = 0; row < ROWS; row++) {
            Edwards.Cached step = first.cached();
            Edwards multiple = first.copy();
            for (int column = 0; column < COLUMNS; column++) {
                points[row * COLUMNS + column] = multiple.copy();
                multiple.add(step);
            }
            for (int i = 0; i < 8; i++) {
                first.twice();
            }
        }
        long[][] inverses = invertAll(points);
        long[][] table = new long[ROWS][COLUMNS * STRIDE];
        Edwards.Cached entry = new Edwards.Cached();
        for (int i = 0; i < points.length; i++) {
            points[i].cacheAffine(entry, inverses[i]);
            int at = i % COLUMNS * STRIDE;
            System.arraycopy(entry.plus, 0, table[i / COLUMNS], at, Field.LIMBS);
            System.arraycopy(entry.minus, 0, table[i / COLUMNS], at + Field.LIMBS, Field.LIMBS);
            System.arraycopy(entry.dt, 0, table[i / COLUMNS], at + 2 * Field.LIMBS, Field.LIMBS);
        }
        return table;
    }

    /// The inverses of all Z, for the price of one inversion and three products each.
    private static long[][] invertAll(Edwards[] points) {
        long[][] r = new long[points.length][];
        long[] product = Field.of(1);
        for (int i = 0; i < points.length; i++) {
            r[i] = product.clone();
            Field.mul(product, product, points[i].z());
        }
        Field.invert(product, product);
        for (int i = points.length - 1; i >= 0; i--) {
            Field.mul(r[i], r[i], product);
            Field.mul(product, product, points[i].z());
        }
        return r;
    }
}
