// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

/// s * B - h * A for public numbers, as signature checks need it. Takes time by value.
final class DoubleMultiply {

    private static final int MULTIPLES = 8;

    private DoubleMultiply() {}

    static Edwards subtract(byte[] s, byte[] h, Edwards a) {
        Edwards.Cached[] multiples = negatedMultiples(a);
        byte[] digits = Scalar.signedDigits(h);
        Edwards sum = new Edwards();
        for (int i = digits.length - 1; i >= 0; i--) {
            if (i != digits.length - 1) {
                for (int k = 0; k < 4; k++) {
                    sum.twice();
                }
            }
            add(sum, multiples, digits[i]);
        }
        BaseTable.addMultiple(sum, s);
        return sum;
    }

    private static void add(Edwards sum, Edwards.Cached[] multiples, int digit) {
        if (digit > 0) {
            sum.add(multiples[digit - 1]);
        } else if (digit < 0) {
            Edwards.Cached entry = multiples[-digit - 1];
            entry.negateIf(1);
            sum.add(entry);
            entry.negateIf(1);
        }
    }

    private static Edwards.Cached[] negatedMultiples(Edwards a) {
        Edwards.Cached[] multiples = new Edwards.Cached[MULTIPLES];
        Edwards.Cached step = a.cached();
        step.negateIf(1);
        Edwards multiple = new Edwards();
        for (int i = 0; i < MULTIPLES; i++) {
            multiple.add(step);
            multiples[i] = multiple.cached();
        }
        return multiples;
    }
}
