// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// HKDF-SHA256 (RFC 5869), extract and expand.
public final class Hkdf {

    private static final byte[] NO_SALT = new byte[32];

    private Hkdf() {}

    /// Derives `length` bytes. An empty salt means 32 zero bytes.
    public static byte[] derive(byte[] ikm, byte[] salt, byte[] info, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(ikm)
                            .addSalt(salt.length == 0 ? NO_SALT : salt)
                            .thenExpand(info, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF refused its parameters", e);
        }
    }

    /// Derives without salt.
    public static byte[] derive(byte[] ikm, byte[] info, int length) {
        return derive(ikm, NO_SALT, info, length);
    }
}
