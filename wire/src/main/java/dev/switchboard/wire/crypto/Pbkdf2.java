// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.util.Arrays;

/// PBKDF2-HMAC-SHA256 (RFC 8018) for one block of output.
public final class Pbkdf2 {

    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    private Pbkdf2() {}

    /// Derives 32 bytes from a password.
    public static byte[] sha256(byte[] password, byte[] salt, int iterations) {
        byte[] round = Hmac.sha256(password, salt, FIRST_BLOCK);
        byte[] result = Arrays.copyOf(round, round.length);
        for (int i = 1; i < iterations; i++) {
            round = Hmac.sha256(password, round);
            for (int k = 0; k < result.length; k++) {
                result[k] ^= round[k];
            }
        }
        return result;
    }
}
