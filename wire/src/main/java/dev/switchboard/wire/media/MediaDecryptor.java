// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MediaFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Decrypts media files from stream to stream, in constant memory.
///
/// Plain bytes are written before the end of the file, and with it the MAC, is known. The caller must keep them aside,
/// in a temporary file, and release them only when the call returned.
public final class MediaDecryptor {

    /// What a message tells about the file; what it leaves out is not checked, the MAC always is.
    ///
    /// @param fileSha256 the hash of the plain file
    /// @param fileEncSha256 the hash of the encrypted file
    /// @param fileLength bytes of the plain file
    public record Expected(Optional<Bytes> fileSha256, Optional<Bytes> fileEncSha256, OptionalLong fileLength) {

        /// Nothing is known.
        public static final Expected NOTHING = new Expected(Optional.empty(), Optional.empty(), OptionalLong.empty());

        /// What the sender of a file knows.
        public static Expected of(EncryptedMedia media) {
            return new Expected(
                    Optional.of(media.fileSha256()),
                    Optional.of(media.fileEncSha256()),
                    OptionalLong.of(media.fileLength()));
        }
    }

    private final OutputStream out;
    private final Cipher cipher;
    private final Mac mac;
    private final long maxLength;
    private final MessageDigest plainDigest = MediaCrypto.sha256();
    private final MessageDigest encryptedDigest = MediaCrypto.sha256();
    private long plainLength;

    private MediaDecryptor(MediaKeys keys, OutputStream out, long maxLength) {
        this.out = out;
        this.cipher = MediaCrypto.cipher(Cipher.DECRYPT_MODE, keys.cipherKey(), keys.iv(), true);
        this.mac = MediaCrypto.mac(keys.macKey());
        this.maxLength = maxLength;
        mac.update(keys.iv().toByteArray());
    }

    /// Decrypts all that `encrypted` holds into `out`; neither is closed.
    ///
    /// @param maxLength the most plain bytes that are written
    /// @return the bytes of the plain file
    /// @throws MediaFailed if the file is not what it should be; what was written must then be thrown away
    public static long decrypt(
            InputStream encrypted, OutputStream out, MediaKey key, MediaKind kind, Expected expected, long maxLength)
            throws IOException {
        return new MediaDecryptor(MediaKeys.derive(key, kind), out, maxLength).run(encrypted, expected);
    }

    private long run(InputStream encrypted, Expected expected) throws IOException {
        // The last 10 bytes are the MAC, and only the end of the stream tells which those are: hold 10 bytes back.
        byte[] buffer = new byte[MediaCrypto.BUFFER + MediaCrypto.MAC_SIZE];
        int held = 0;
        long total = 0;
        for (int count = encrypted.read(buffer, held, MediaCrypto.BUFFER);
                count >= 0;
                count = encrypted.read(buffer, held, MediaCrypto.BUFFER)) {
            encryptedDigest.update(buffer, held, count);
            total += count;
            int available = held + count;
            int ready = Math.max(0, available - MediaCrypto.MAC_SIZE);
            consume(buffer, ready);
            held = available - ready;
            System.arraycopy(buffer, ready, buffer, 0, held);
        }
        checkShape(total);
        checkMac(Bytes.copyOf(buffer, 0, held));
        check(expected.fileEncSha256(), encryptedDigest, "encrypted file");
        write(lastBlock());
        check(expected.fileSha256(), plainDigest, "plain file");
        checkLength(expected.fileLength(), plainLength);
        return plainLength;
    }

    private void consume(byte[] buffer, int count) throws IOException {
        if (count > 0) {
            mac.update(buffer, 0, count);
            write(cipher.update(buffer, 0, count));
        }
    }

    static void checkShape(long total) {
        long ciphertext = total - MediaCrypto.MAC_SIZE;
        if (ciphertext < MediaCrypto.BLOCK || ciphertext % MediaCrypto.BLOCK != 0) {
            throw new MediaFailed(
                    MediaFailed.Reason.MALFORMED, "file bytes: " + total + " (expected: full blocks and a MAC)");
        }
    }

    private void checkMac(Bytes tag) {
        if (!MediaCrypto.truncated(mac.doFinal()).constantTimeEquals(tag)) {
            throw new MediaFailed(MediaFailed.Reason.BAD_MAC, "file MAC: another one (expected: the one computed)");
        }
    }

    static void check(Optional<Bytes> expected, MessageDigest digest, String what) {
        if (expected.isPresent() && !expected.get().constantTimeEquals(digest.digest())) {
            throw new MediaFailed(
                    MediaFailed.Reason.BAD_HASH, "hash of the " + what + ": another one (expected: the one announced)");
        }
    }

    static void checkLength(OptionalLong expected, long plainLength) {
        // Some senders leave the length out or write 0.
        if (expected.isPresent() && expected.getAsLong() != 0 && expected.getAsLong() != plainLength) {
            throw new MediaFailed(
                    MediaFailed.Reason.BAD_HASH,
                    "file length: " + plainLength + " (expected: " + expected.getAsLong() + ")");
        }
    }

    private byte[] lastBlock() {
        try {
            return cipher.doFinal();
        } catch (GeneralSecurityException e) {
            throw new MediaFailed(MediaFailed.Reason.MALFORMED, "file padding: not sound (expected: PKCS#7)", e);
        }
    }

    // The JDK gives null where input made no full block.
    private void write(byte @Nullable [] plain) throws IOException {
        if (plain == null || plain.length == 0) {
            return;
        }
        plainLength += plain.length;
        if (plainLength > maxLength) {
            throw new MediaFailed(
                    MediaFailed.Reason.MALFORMED, "file length: too large (expected: at most " + maxLength + ")");
        }
        plainDigest.update(plain);
        out.write(plain);
    }

    /// Decrypts some full blocks out of the middle of a file, which nothing authenticates but a sidecar.
    ///
    /// @param previousBlock the 16 encrypted bytes before them; empty at the start of the file
    /// @param blocks the encrypted bytes, a multiple of 16, not the last ones of the file
    /// @throws MediaFailed if the sizes are wrong
    public static Bytes decryptBlocks(MediaKeys keys, Optional<Bytes> previousBlock, Bytes blocks) {
        Bytes iv = previousBlock.orElse(keys.iv());
        if (iv.size() != MediaCrypto.BLOCK || blocks.size() % MediaCrypto.BLOCK != 0) {
            throw new MediaFailed(
                    MediaFailed.Reason.MALFORMED, "range: " + blocks.size() + " bytes (expected: full blocks)");
        }
        try {
            Cipher cipher = MediaCrypto.cipher(Cipher.DECRYPT_MODE, keys.cipherKey(), iv, false);
            return Bytes.copyOf(cipher.doFinal(blocks.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CBC without padding refused full blocks", e);
        }
    }
}
