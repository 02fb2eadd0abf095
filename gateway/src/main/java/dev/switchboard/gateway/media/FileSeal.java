// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// How a file's bytes are sealed: in pieces of 64 KB, each with AES-256-GCM under the file's own key, so that a part
/// can be
/// opened alone. The nonce is the piece's number; whether a piece is the last one is authenticated, so nothing can be
/// cut
/// off, moved or added. A key seals one file and never another.
final class FileSeal {
    static final int KEY = 32;
    private static final int PIECE = 1 << 16;
    private static final int TAG = 16;

    private final SecretKeySpec key;

    FileSeal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// How long a file of this size is when sealed.
    static long sealedSize(long size) {
        return size + pieces(size) * TAG;
    }

    private static long pieces(long size) {
        return Math.max(1, (size + PIECE - 1) / PIECE);
    }

    /// Seals what is written; complete when closed.
    OutputStream sealing(OutputStream out) {
        return new Sealing(out);
    }

    /// Opens part of a file.
    ///
    /// @param sealed opens the sealed bytes from one place, so many of them
    /// @param size of the whole file
    InputStream opening(Sealed sealed, long size, long from, long length) throws IOException {
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        long first = from / PIECE;
        long last = (from + length - 1) / PIECE;
        long start = first * (PIECE + TAG);
        long end = Math.min((last + 1) * (PIECE + TAG), sealedSize(size));
        InputStream pieces = sealed.open(start, end - start);
        InputStream plain = new Opening(pieces, first, pieces(size) - 1);
        plain.skipNBytes(from - first * PIECE);
        return new PartOfStream(plain, length);
    }

    /// The sealed bytes.
    @FunctionalInterface
    interface Sealed {
        InputStream open(long from, long length) throws IOException;
    }

    private byte[] transform(int mode, long number, boolean last, byte[] bytes, int length) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number).array();
            cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
            cipher.updateAAD(new byte[] {(byte) (last ? 1 : 0)});
            return cipher.doFinal(bytes, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IOException("a sealed file is damaged", e);
        }
    }

    private final class Sealing extends FilterOutputStream {
        private final byte[] piece = new byte[PIECE];
        private int filled;
        private long number;
        private boolean closed;

        private Sealing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                if (filled == PIECE) {
                    flushPiece(false);
                }
                int part = Math.min(PIECE - filled, length - done);
                System.arraycopy(bytes, offset + done, piece, filled, part);
                filled += part;
                done += part;
            }
        }

        private void flushPiece(boolean last) throws IOException {
            out.write(transform(Cipher.ENCRYPT_MODE, number++, last, piece, filled));
            filled = 0;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                flushPiece(true);
                super.close();
            }
        }
    }

    private final class Opening extends InputStream {
        private final InputStream sealed;
        private final long lastPiece;
        private long number;
        private byte @Nullable [] piece;
        private int used;

        private Opening(InputStream sealed, long number, long lastPiece) {
            this.sealed = sealed;
            this.number = number;
            this.lastPiece = lastPiece;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            byte[] current = piece;
            if (current == null || used == current.length) {
                current = next();
                if (current == null) {
                    return -1;
                }
            }
            int part = Math.min(length, current.length - used);
            System.arraycopy(current, used, buffer, offset, part);
            used += part;
            return part;
        }

        private byte @Nullable [] next() throws IOException {
            if (number > lastPiece) {
                return null;
            }
            byte[] bytes = sealed.readNBytes(PIECE + TAG);
            if (bytes.length < TAG) {
                throw new EOFException("a sealed file is too short");
            }
            byte[] opened = transform(Cipher.DECRYPT_MODE, number, number == lastPiece, bytes, bytes.length);
            number++;
            used = 0;
            piece = opened;
            return opened.length == 0 ? null : opened;
        }

        @Override
        public void close() throws IOException {
            sealed.close();
        }
    }
}
