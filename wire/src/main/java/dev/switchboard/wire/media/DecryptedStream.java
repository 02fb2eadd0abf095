// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MediaFailed;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// The plain file in an encrypted one, read as it comes and in constant memory.
///
/// The reader sees plain bytes before the whole is known to be sound, but never its end: in place of the end comes
/// [MediaFailed] if MAC, hashes or length are not what they should be, and the last bytes are held back until then.
public final class DecryptedStream extends InputStream {

    private final InputStream encrypted;
    private final MediaDecryptor.Expected expected;
    private final long maxLength;
    private final Cipher cipher;
    private final Mac mac;
    private final MessageDigest plainDigest = MediaCrypto.sha256();
    private final MessageDigest encryptedDigest = MediaCrypto.sha256();
    private final byte[] buffer = new byte[MediaCrypto.BUFFER + MediaCrypto.MAC_SIZE];
    private byte[] plain = new byte[0];
    private int plainAt;
    private int held;
    private long total;
    private long plainLength;
    private boolean ended;

    /// A reader of a file.
    ///
    /// @param encrypted the file; closed with this
    /// @param maxLength the most plain bytes
    public DecryptedStream(
            InputStream encrypted, MediaKey key, MediaKind kind, MediaDecryptor.Expected expected, long maxLength) {
        this.encrypted = encrypted;
        this.expected = expected;
        this.maxLength = maxLength;
        MediaKeys keys = MediaKeys.derive(key, kind);
        this.cipher = MediaCrypto.cipher(Cipher.DECRYPT_MODE, keys.cipherKey(), keys.iv(), true);
        this.mac = MediaCrypto.mac(keys.macKey());
        mac.update(keys.iv().toByteArray());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (plainAt == plain.length) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int count = Math.min(length, plain.length - plainAt);
        System.arraycopy(plain, plainAt, into, offset, count);
        plainAt += count;
        return count;
    }

    /// The last 10 bytes are the MAC, and only the end of the stream tells which those are: 10 bytes are held back.
    private void fill() throws IOException {
        int count = encrypted.read(buffer, held, MediaCrypto.BUFFER);
        if (count < 0) {
            end();
            return;
        }
        encryptedDigest.update(buffer, held, count);
        total += count;
        int available = held + count;
        int ready = Math.max(0, available - MediaCrypto.MAC_SIZE);
        if (ready > 0) {
            mac.update(buffer, 0, ready);
            take(cipher.update(buffer, 0, ready));
        }
        held = available - ready;
        System.arraycopy(buffer, ready, buffer, 0, held);
    }

    private void end() {
        MediaDecryptor.checkShape(total);
        Bytes tag = Bytes.copyOf(buffer, 0, held);
        if (!MediaCrypto.truncated(mac.doFinal()).constantTimeEquals(tag)) {
            throw new MediaFailed(MediaFailed.Reason.BAD_MAC, "file MAC: another one (expected: the one computed)");
        }
        MediaDecryptor.check(expected.fileEncSha256(), encryptedDigest, "encrypted file");
        byte[] last = lastBlock();
        count(last);
        MediaDecryptor.check(expected.fileSha256(), plainDigest, "plain file");
        MediaDecryptor.checkLength(expected.fileLength(), plainLength);
        plain = last;
        plainAt = 0;
        ended = true;
    }

    private byte[] lastBlock() {
        try {
            return cipher.doFinal();
        } catch (GeneralSecurityException e) {
            throw new MediaFailed(MediaFailed.Reason.MALFORMED, "file padding: not sound (expected: PKCS#7)", e);
        }
    }

    // The JDK gives null where input made no full block.
    private void take(byte @Nullable [] bytes) {
        if (bytes != null) {
            count(bytes);
            plain = bytes;
            plainAt = 0;
        }
    }

    private void count(byte[] bytes) {
        plainLength += bytes.length;
        if (plainLength > maxLength) {
            throw new MediaFailed(
                    MediaFailed.Reason.MALFORMED, "file length: too large (expected: at most " + maxLength + ")");
        }
        plainDigest.update(bytes);
    }

    @Override
    public void close() throws IOException {
        encrypted.close();
    }
}
