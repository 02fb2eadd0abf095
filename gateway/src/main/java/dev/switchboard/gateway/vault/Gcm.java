// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

import dev.switchboard.gateway.fault.SecretsUnreadable;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// AES-256-GCM and HKDF-SHA256 of the JDK, with their checked exceptions made faults.
final class Gcm {
    static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private Gcm() {}

    static byte[] encrypt(SecretKey key, byte[] nonce, byte[] associatedData, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, nonce, 0, associatedData).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /// Opens what follows the nonce at an offset of the sealed bytes.
    static byte[] decrypt(SecretKey key, byte[] sealed, int offset, byte[] associatedData) {
        try {
            int body = offset + NONCE;
            return cipher(Cipher.DECRYPT_MODE, key, sealed, offset, associatedData)
                    .doFinal(sealed, body, sealed.length - body);
        } catch (AEADBadTagException e) {
            throw new SecretsUnreadable(
                    "a sealed value does not open (expected: the key and place it was sealed for)", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, int offset, byte[] associatedData)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, offset, NONCE));
        cipher.updateAAD(associatedData);
        return cipher;
    }

    static SecretKey derive(SecretKey key, byte[] info) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(key).thenExpand(info, 32));
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("HKDF is not available", e);
        }
    }
}
