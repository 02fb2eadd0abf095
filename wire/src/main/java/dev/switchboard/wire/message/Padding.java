// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.MalformedMessage;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The padding that hides the length of a message: n bytes of value n, n from 1 to 16.
public final class Padding {

    private static final int MAX = 16;

    private Padding() {}

    /// A copy with a random number of bytes added.
    public static byte[] pad(byte[] plaintext, RandomGenerator random) {
        byte[] one = new byte[1];
        random.nextBytes(one);
        int count = (one[0] & MAX - 1) + 1;
        byte[] padded = Arrays.copyOf(plaintext, plaintext.length + count);
        Arrays.fill(padded, plaintext.length, padded.length, (byte) count);
        return padded;
    }

    /// A copy without the padding.
    ///
    /// @throws MalformedMessage if the padding is not sound
    public static byte[] unpad(byte[] padded) {
        int count = padded.length == 0 ? 0 : padded[padded.length - 1] & 0xFF;
        if (count < 1 || count > MAX || count > padded.length) {
            throw new MalformedMessage("padding: " + count + " (expected: 1 to 16, within the message)");
        }
        for (int i = padded.length - count; i < padded.length; i++) {
            if (padded[i] != count) {
                throw new MalformedMessage("padding: uneven (expected: " + count + " equal bytes)");
            }
        }
        return Arrays.copyOf(padded, padded.length - count);
    }
}
