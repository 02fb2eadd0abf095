// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES in cipher block chaining mode with PKCS#7 padding. It hides nothing from one who can change the ciphertext:
/// check a MAC or signature before decrypting.
public final class AesCbc {

    private static final int BLOCK = 16;
    private static final Pool<Cipher> CIPHERS = new Pool<>(AesCbc::create);

    private AesCbc() {}

    /// Encrypts to the next full number of blocks.
    public static byte[] encrypt(byte[] key, byte[] iv, byte[] plaintext) {
        try {
            return run(Cipher.ENCRYPT_MODE, key, iv, plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CBC refused its parameters", e);
        }
    }

    /// Decrypts; empty if the ciphertext has no full blocks or bad padding.
    public static Optional<byte[]> decrypt(byte[] key, byte[] iv, byte[] ciphertext) {
        if (ciphertext.length == 0 || ciphertext.length % BLOCK != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(run(Cipher.DECRYPT_MODE, key, iv, ciphertext));
        } catch (BadPaddingException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CBC refused its parameters", e);
        }
    }

    private static byte[] run(int mode, byte[] key, byte[] iv, byte[] input) throws GeneralSecurityException {
        Cipher cipher = CIPHERS.take();
        try {
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(input);
        } finally {
            CIPHERS.give(cipher);
        }
    }

    private static Cipher create() {
        try {
            return Cipher.getInstance("AES/CBC/PKCS5Padding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("missing in this JDK: AES/CBC", e);
        }
    }
}
