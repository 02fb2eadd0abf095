// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES in Galois/counter mode with a 16-byte tag behind the ciphertext.
public final class AesGcm {

    /// Bytes of the tag.
    public static final int TAG_SIZE = 16;

    private AesGcm() {}

    /// Encrypts; the result is 16 bytes longer than the plaintext. A nonce serves a key once.
    public static byte[] seal(byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
        try {
            return run(Cipher.ENCRYPT_MODE, key, nonce, associatedData, plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused its parameters", e);
        }
    }

    /// Decrypts; empty if the tag does not match.
    public static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] associatedData, byte[] sealed) {
        if (sealed.length < TAG_SIZE) {
            return Optional.empty();
        }
        try {
            return Optional.of(run(Cipher.DECRYPT_MODE, key, nonce, associatedData, sealed));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused its parameters", e);
        }
    }

    private static byte[] run(int mode, byte[] key, byte[] nonce, byte[] associatedData, byte[] input)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_SIZE, nonce));
        cipher.updateAAD(associatedData);
        return cipher.doFinal(input);
    }
}
