// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.io.ByteArrayOutputStream;
import java.time.Instant;

/// The app with the one-time codes.
public final class OneTimeCodes {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private OneTimeCodes() {}

    /// What it shows.
    public static String shown(String secret, Instant at) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (char letter : secret.toCharArray()) {
            buffer = (buffer << 5) | LETTERS.indexOf(letter);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(buffer >> bits);
            }
        }
        return Totp.code(bytes.toByteArray(), at);
    }
}
