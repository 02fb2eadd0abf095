// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.vault.OwnerOnlyFile;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Writes a stream sealed into the scratch folder, a piece at a time, and takes its measure on the way.
final class Intake {
    private static final HexFormat HEX = HexFormat.of();

    private final Path scratch;
    private final RandomGenerator random;

    Intake(Path scratch, RandomGenerator random) {
        this.scratch = scratch;
        this.random = random;
    }

    /// A file that was written.
    ///
    /// @param sealed where it lies now
    /// @param key that it is sealed with
    /// @param head its first bytes
    record Taken(Path sealed, Bytes key, long size, String sha256, Bytes head) implements AutoCloseable {
        /// Opens it from its start.
        InputStream open() throws IOException {
            return new FileSeal(key.toByteArray())
                    .opening(
                            (from, length) -> {
                                InputStream in = Files.newInputStream(sealed);
                                in.skipNBytes(from);
                                return new PartOfStream(in, length);
                            },
                            size,
                            0,
                            size);
        }

        /// Deletes it unless it was moved away.
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(sealed);
        }

        @Override
        public String toString() {
            return "Taken[" + size + "]";
        }
    }

    /// The stream is longer than allowed.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("the file is too large");
        }
    }

    /// Writes a stream.
    ///
    /// @throws TooLong once it is longer than this
    Taken take(InputStream content, long limit) throws IOException {
        byte[] key = new byte[FileSeal.KEY];
        random.nextBytes(key);
        byte[] name = new byte[16];
        random.nextBytes(name);
        OwnerOnlyFile.folder(scratch);
        Path file = scratch.resolve(HEX.formatHex(name));
        OwnerOnlyFile.file(file);
        boolean complete = false;
        try (DigestInputStream in = new DigestInputStream(content, sha256());
                OutputStream sealed = Files.newOutputStream(file);
                OutputStream out = new FileSeal(key).sealing(sealed)) {
            byte[] head = new byte[0];
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            int read;
            while ((read = in.readNBytes(buffer, 0, buffer.length)) > 0) {
                size += read;
                if (size > limit) {
                    throw new TooLong();
                }
                if (head.length == 0) {
                    head = Arrays.copyOf(buffer, Math.min(read, FileType.HEAD));
                }
                out.write(buffer, 0, read);
            }
            complete = true;
            return new Taken(
                    file,
                    Bytes.of(key),
                    size,
                    HEX.formatHex(in.getMessageDigest().digest()),
                    Bytes.of(head));
        } finally {
            if (!complete) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// Deletes what an earlier process left.
    void clean() throws IOException {
        if (!Files.isDirectory(scratch)) {
            return;
        }
        try (var left = Files.list(scratch)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
