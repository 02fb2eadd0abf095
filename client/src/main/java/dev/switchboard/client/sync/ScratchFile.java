// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.sync;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A file that is written once, read a few times and then gone. What lies on disk is sealed by a key that is in memory
/// only.
final class ScratchFile implements AutoCloseable {

    private static final int KEY_SIZE = 32;
    private static final int IV_SIZE = 16;

    private final Path path;
    private final SecretKeySpec key;

    /// An empty file in the folder for such files.
    ScratchFile(RandomGenerator random) throws IOException {
        byte[] bytes = new byte[KEY_SIZE];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "AES");
        this.path = Files.createTempFile("switchboard-history", ".tmp");
    }

    OutputStream write() throws IOException {
        return new CipherOutputStream(Files.newOutputStream(path), cipher(Cipher.ENCRYPT_MODE));
    }

    InputStream read() throws IOException {
        return new BufferedInputStream(new CipherInputStream(Files.newInputStream(path), cipher(Cipher.DECRYPT_MODE)));
    }

    /// One key for one content: a counter from zero is never used twice.
    private Cipher cipher(int mode) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(mode, key, new IvParameterSpec(new byte[IV_SIZE]));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in counter mode is missing", e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
