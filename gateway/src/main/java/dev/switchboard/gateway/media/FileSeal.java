// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.vault.PieceSeal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/// How a file's bytes are sealed: in pieces ([PieceSeal]) under the file's own key, so that a part can be opened alone.
/// A key seals one file and never another.
final class FileSeal {
    static final int KEY = 32;
    private static final int PIECE = PieceSeal.PIECE;
    private static final int TAG = PieceSeal.TAG;

    private final PieceSeal seal;

    FileSeal(byte[] key) {
        this.seal = new PieceSeal(key, new byte[0]);
    }

    /// How long a file of this size is when sealed.
    static long sealedSize(long size) {
        return size + pieces(size) * TAG;
    }

    private static long pieces(long size) {
        return Math.max(1, (size + PIECE - 1) / PIECE);
    }

    /// Seals what is written; complete when closed, which leaves the other stream open.
    OutputStream sealing(OutputStream out) {
        return seal.sealing(out);
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
            byte[] opened = opened(bytes);
            number++;
            used = 0;
            piece = opened;
            return opened.length == 0 ? null : opened;
        }

        private byte[] opened(byte[] bytes) throws IOException {
            try {
                return seal.open(number, number == lastPiece, bytes);
            } catch (GeneralSecurityException e) {
                throw new IOException("a sealed file is damaged", e);
            }
        }

        @Override
        public void close() throws IOException {
            sealed.close();
        }
    }
}
