// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC (RFC 2104) over joined byte strings.
public final class Hmac {

    private static final Pool<Mac> SHA256 = new Pool<>(() -> create("HmacSHA256"));
    private static final Pool<Mac> SHA512 = new Pool<>(() -> create("HmacSHA512"));

    private Hmac() {}

    /// HMAC-SHA256, 32 bytes.
    public static byte[] sha256(byte[] key, byte[]... data) {
        return compute(SHA256, key, data);
    }

    /// HMAC-SHA512, 64 bytes.
    public static byte[] sha512(byte[] key, byte[]... data) {
        return compute(SHA512, key, data);
    }

    private static byte[] compute(Pool<Mac> pool, byte[] key, byte[]... data) {
        Mac mac = pool.take();
        try {
            // An empty key and a zero byte are padded to the same block; the JDK refuses the former.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HMAC"));
            for (byte[] part : data) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC refused a key", e);
        } finally {
            pool.give(mac);
        }
    }

    private static Mac create(String algorithm) {
        try {
            return Mac.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("missing in this JDK: " + algorithm, e);
        }
    }
}
