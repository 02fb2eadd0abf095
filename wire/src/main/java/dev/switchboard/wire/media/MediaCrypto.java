// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The JDK's incremental ciphers, MACs and digests, as media files need them.
final class MediaCrypto {

    static final int BLOCK = 16;
    static final int MAC_SIZE = 10;
    static final int BUFFER = 16 * 1024;

    private MediaCrypto() {}

    static Cipher cipher(int mode, Bytes key, Bytes iv, boolean padded) {
        try {
            Cipher cipher = Cipher.getInstance(padded ? "AES/CBC/PKCS5Padding" : "AES/CBC/NoPadding");
            cipher.init(mode, new SecretKeySpec(key.toByteArray(), "AES"), new IvParameterSpec(iv.toByteArray()));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("missing in this JDK: AES/CBC", e);
        }
    }

    static Mac mac(Bytes key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toByteArray(), "HMAC"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("missing in this JDK: HmacSHA256", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("missing in this JDK: SHA-256", e);
        }
    }

    static Bytes truncated(byte[] mac) {
        return Bytes.copyOf(mac, 0, MAC_SIZE);
    }
}
