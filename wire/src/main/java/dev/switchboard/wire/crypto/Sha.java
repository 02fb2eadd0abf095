// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Hashes of joined byte strings.
public final class Sha {

    private Sha() {}

    /// SHA-256, 32 bytes.
    public static byte[] sha256(byte[]... parts) {
        return digest("SHA-256", parts);
    }

    /// SHA-512, 64 bytes.
    public static byte[] sha512(byte[]... parts) {
        return digest("SHA-512", parts);
    }

    /// SHA-1, 20 bytes: for the key bundle digest only, where the protocol demands it.
    public static byte[] sha1(byte[]... parts) {
        return digest("SHA-1", parts);
    }

    /// MD5, 16 bytes: for the build hash and similar identifiers, where the protocol demands it.
    public static byte[] md5(byte[]... parts) {
        return digest("MD5", parts);
    }

    private static byte[] digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("missing in this JDK: " + algorithm, e);
        }
    }
}
