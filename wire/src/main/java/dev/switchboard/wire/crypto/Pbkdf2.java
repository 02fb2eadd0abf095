// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// PBKDF2-HMAC-SHA256 (RFC 8018).
public final class Pbkdf2 {

    private static final int KEY_BITS = 256;

    private Pbkdf2() {}

    /// Derives 32 bytes from an ASCII password.
    public static byte[] sha256(byte[] password, byte[] salt, int iterations) {
        char[] characters = new String(password, StandardCharsets.US_ASCII).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 refused its parameters", e);
        } finally {
            spec.clearPassword();
        }
    }
}
