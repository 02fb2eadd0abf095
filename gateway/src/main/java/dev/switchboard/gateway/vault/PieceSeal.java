// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals bytes of any length in pieces of 64 KB, each with AES-256-GCM under a key that seals nothing else. A piece's
/// nonce is its number; a prefix and whether it is the last one are authenticated with each, so that nothing can be cut
/// off, moved or added. Safe for use by many threads; its streams are not.
public final class PieceSeal {
    /// How many bytes a piece has before it is sealed; the last one may have fewer.
    public static final int PIECE = 1 << 16;

    /// By how many bytes a piece grows.
    public static final int TAG = 16;

    private final SecretKeySpec key;
    private final byte[] prefix;

    /// @param key 32 bytes
    /// @param prefix authenticated with every piece
    public PieceSeal(byte[] key, byte[] prefix) {
        this.key = new SecretKeySpec(key, "AES");
        this.prefix = prefix.clone();
    }

    /// Opens a piece.
    ///
    /// @throws GeneralSecurityException if it is not what was sealed in this place
    public byte[] open(long number, boolean last, byte[] sealed) throws GeneralSecurityException {
        return piece(Cipher.DECRYPT_MODE, number, last, sealed, sealed.length);
    }

    private byte[] piece(int mode, long number, boolean last, byte[] bytes, int length)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(prefix);
        cipher.updateAAD(new byte[] {(byte) (last ? 1 : 0)});
        return cipher.doFinal(bytes, 0, length);
    }

    /// Seals what is written; complete when closed, which leaves the other stream open.
    public OutputStream sealing(OutputStream out) {
        return new Sealing(out);
    }

    private final class Sealing extends OutputStream {
        private final OutputStream out;
        private final byte[] piece = new byte[PIECE];
        private int filled;
        private long number;
        private boolean closed;

        private Sealing(OutputStream out) {
            this.out = out;
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
            try {
                out.write(piece(Cipher.ENCRYPT_MODE, number++, last, piece, filled));
            } catch (GeneralSecurityException e) {
                throw new IOException("sealing failed", e);
            }
            filled = 0;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                flushPiece(true);
                out.flush();
            }
        }
    }
}
