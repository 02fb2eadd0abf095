// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.testkit.SeededRandom;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Scalar arithmetic against big integers, edges included.
final class ScalarTest {

    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @Test
    void reducesRandomAndExtremeNumbers() {
        SeededRandom random = new SeededRandom(1);
        for (int i = 0; i < 3000; i++) {
            byte[] wide = random.bytes(64);
            assertThat(big(Scalar.reduce(wide))).isEqualTo(big(wide).mod(ORDER));
        }
        BigInteger largest = BigInteger.TWO.pow(512).subtract(BigInteger.ONE);
        List<BigInteger> edges = List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                ORDER,
                ORDER.subtract(BigInteger.ONE),
                ORDER.add(BigInteger.ONE),
                ORDER.multiply(BigInteger.TWO).subtract(BigInteger.ONE),
                ORDER.multiply(largest.divide(ORDER)),
                ORDER.multiply(largest.divide(ORDER)).subtract(BigInteger.ONE),
                largest);
        for (BigInteger edge : edges) {
            assertThat(big(Scalar.reduce(little(edge, 64)))).isEqualTo(edge.mod(ORDER));
        }
    }

    @Test
    void multipliesAndAdds() {
        SeededRandom random = new SeededRandom(2);
        for (int i = 0; i < 3000; i++) {
            byte[] a = random.bytes(32);
            byte[] b = random.bytes(32);
            byte[] c = random.bytes(32);
            assertThat(big(Scalar.multiplyAdd(a, b, c)))
                    .isEqualTo(big(a).multiply(big(b)).add(big(c)).mod(ORDER));
        }
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        assertThat(big(Scalar.multiplyAdd(ones, ones, ones)))
                .isEqualTo(big(ones).multiply(big(ones)).add(big(ones)).mod(ORDER));
    }

    @Test
    void knowsWhatIsBelowTheOrder() {
        assertThat(Scalar.isCanonical(little(ORDER.subtract(BigInteger.ONE), 32)))
                .isTrue();
        assertThat(Scalar.isCanonical(little(ORDER, 32))).isFalse();
        assertThat(Scalar.isCanonical(little(ORDER.add(BigInteger.ONE), 32))).isFalse();
        assertThat(Scalar.isCanonical(new byte[32])).isTrue();
    }

    @Test
    void splitsIntoSignedDigits() {
        SeededRandom random = new SeededRandom(3);
        for (int i = 0; i < 1000; i++) {
            byte[] scalar = random.bytes(32);
            scalar[31] &= 0x7f;
            byte[] digits = Scalar.signedDigits(scalar);
            BigInteger sum = BigInteger.ZERO;
            for (int at = digits.length - 1; at >= 0; at--) {
                assertThat(digits[at]).isBetween((byte) -8, (byte) 8);
                sum = sum.shiftLeft(4).add(BigInteger.valueOf(digits[at]));
            }
            assertThat(sum).isEqualTo(big(scalar));
        }
    }

    private static BigInteger big(byte[] littleEndian) {
        byte[] reversed = new byte[littleEndian.length];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = littleEndian[reversed.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] little(BigInteger value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }
}
