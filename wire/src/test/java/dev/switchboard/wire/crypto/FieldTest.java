// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.testkit.SeededRandom;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/// Field arithmetic against big integers, with limbs as large as the curve formulas let them become.
final class FieldTest {

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final long LARGEST = (1L << 53) + (1L << 51);

    @Test
    void multipliesAndSquaresUnreducedOperands() {
        SeededRandom random = new SeededRandom(1);
        long[] r = Field.zero();
        for (int i = 0; i < 5000; i++) {
            long[] a = limbs(random, i);
            long[] b = limbs(random, i + 1);
            Field.mul(r, a, b);
            assertReduced(r);
            assertThat(value(r).mod(P)).isEqualTo(value(a).multiply(value(b)).mod(P));
            Field.square(r, a);
            assertReduced(r);
            assertThat(value(r).mod(P)).isEqualTo(value(a).pow(2).mod(P));
            Field.mulSmall(r, a, 121666);
            assertReduced(r);
            assertThat(value(r).mod(P))
                    .isEqualTo(value(a).multiply(BigInteger.valueOf(121666)).mod(P));
        }
    }

    @Test
    void subtractsAndNegatesWithoutNegativeLimbs() {
        SeededRandom random = new SeededRandom(2);
        long[] r = Field.zero();
        for (int i = 0; i < 1000; i++) {
            long[] a = Field.decode(random.bytes(32));
            long[] b = Field.decode(random.bytes(32));
            Field.sub(r, a, b);
            assertThat(value(r).mod(P)).isEqualTo(value(a).subtract(value(b)).mod(P));
            Field.negate(r, a);
            assertThat(value(r).mod(P)).isEqualTo(value(a).negate().mod(P));
        }
    }

    @Test
    void invertsEverythingButZero() {
        SeededRandom random = new SeededRandom(3);
        long[] r = Field.zero();
        for (int i = 0; i < 200; i++) {
            long[] a = Field.decode(random.bytes(32));
            Field.invert(r, a);
            assertThat(value(r).mod(P)).isEqualTo(value(a).modInverse(P));
        }
        Field.invert(r, Field.zero());
        assertThat(Field.isZero(r)).isTrue();
    }

    @Test
    void encodesNumbersAroundTheModulusCanonically() {
        for (int offset = -20; offset <= 18; offset++) {
            BigInteger number = P.add(BigInteger.valueOf(offset));
            byte[] bytes = new byte[32];
            for (int i = 0; i < 32; i++) {
                bytes[i] = number.shiftRight(8 * i).byteValue();
            }
            BigInteger encoded = value(Field.decode(Field.encode(Field.decode(bytes))));
            assertThat(encoded).isEqualTo(number.mod(P));
        }
    }

    private static long[] limbs(SeededRandom random, int round) {
        long[] limbs = new long[Field.LIMBS];
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = round % 50 == 0 ? LARGEST : random.nextLong(LARGEST + 1);
        }
        return limbs;
    }

    private static void assertReduced(long[] r) {
        for (long limb : r) {
            assertThat(limb).isBetween(0L, (1L << 51) + (1L << 13));
        }
    }

    private static BigInteger value(long[] limbs) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = limbs.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(51).add(BigInteger.valueOf(limbs[i]));
        }
        return sum;
    }
}
