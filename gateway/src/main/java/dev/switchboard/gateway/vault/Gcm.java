// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

import dev.switchboard.gateway.fault.SecretsUnreadable;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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

    private static final BlockingQueue<Cipher> IDLE = new ArrayBlockingQueue<>(16);

    private Gcm() {}

    static byte[] encrypt(SecretKey key, byte[] nonce, byte[] associatedData, byte[] plain) {
        Cipher cipher = take();
        try {
            begin(cipher, Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce), associatedData);
            byte[] sealed = cipher.doFinal(plain);
            giveBack(cipher);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /// Opens what follows the nonce at an offset of the sealed bytes.
    static byte[] decrypt(SecretKey key, byte[] sealed, int offset, byte[] associatedData) {
        Cipher cipher = take();
        try {
            int body = offset + NONCE;
            begin(
                    cipher,
                    Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(TAG_BITS, sealed, offset, NONCE),
                    associatedData);
            byte[] plain = cipher.doFinal(sealed, body, sealed.length - body);
            giveBack(cipher);
            return plain;
        } catch (AEADBadTagException e) {
            throw new SecretsUnreadable(
                    "a sealed value does not open (expected: the key and place it was sealed for)", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private static void begin(
            Cipher cipher, int mode, SecretKey key, GCMParameterSpec parameters, byte[] associatedData)
            throws GeneralSecurityException {
        cipher.init(mode, key, parameters);
        cipher.updateAAD(associatedData);
    }

    /// A cipher that was used before, or a new one: looking one up costs more than sealing a small value.
    private static Cipher take() {
        Cipher idle = IDLE.poll();
        if (idle != null) {
            return idle;
        }
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private static void giveBack(Cipher cipher) {
        var _ = IDLE.offer(cipher); // where enough are idle it is let go
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
