// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A file on its way in. Closed before it is finished, what came is kept for another try.
final class Upload extends OutputStream {

    private static final int PIECE = 64 * 1024;

    private final MediaStore store;
    private final String token;
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest;
    private boolean finished;

    private Upload(MediaStore store, String token, Path file, FileChannel channel, MessageDigest digest) {
        this.store = store;
        this.token = token;
        this.file = file;
        this.channel = channel;
        this.digest = digest;
    }

    /// Writes to a file behind the bytes that are there.
    static Upload into(MediaStore store, String token, Path file, long present) throws IOException {
        MessageDigest digest = sha256();
        if (present > 0) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] piece = new byte[PIECE];
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    digest.update(piece, 0, count);
                }
            }
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return new Upload(store, token, file, channel, digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("missing in this JDK: SHA-256", e);
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// All bytes have come.
    StoredMedia finish(String contentType) throws IOException {
        if (store.isKept()) {
            channel.force(false);
        }
        channel.close();
        finished = true;
        return store.completed(token, file, Bytes.copyOf(digest.digest()), contentType);
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            channel.close();
            store.interrupted(token, file);
        }
    }
}
