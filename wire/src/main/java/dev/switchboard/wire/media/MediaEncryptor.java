// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalInt;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Encrypts media files from stream to stream, in constant memory.
public final class MediaEncryptor {

    /// What is computed along the way.
    ///
    /// @param streamingSidecar whether the MACs of all pieces are wanted, for video and sound
    /// @param firstFrameLength how many plain bytes the first frame has, for animated stickers
    public record Extras(boolean streamingSidecar, OptionalInt firstFrameLength) {

        /// Nothing more than the file.
        public static final Extras NONE = new Extras(false, OptionalInt.empty());

        /// The MACs of all pieces.
        public static final Extras STREAMING = new Extras(true, OptionalInt.empty());
    }

    private final MediaKeys keys;
    private final OutputStream out;
    private final Cipher cipher;
    private final Mac mac;
    private final MessageDigest plainDigest = MediaCrypto.sha256();
    private final MessageDigest encryptedDigest = MediaCrypto.sha256();
    private final Optional<StreamingSidecar> sidecar;
    private final Optional<FirstFrame> firstFrame;
    private long plainLength;
    private long encryptedLength;

    private MediaEncryptor(MediaKeys keys, OutputStream out, Extras extras) {
        this.keys = keys;
        this.out = out;
        this.cipher = MediaCrypto.cipher(Cipher.ENCRYPT_MODE, keys.cipherKey(), keys.iv(), true);
        this.mac = MediaCrypto.mac(keys.macKey());
        this.sidecar = extras.streamingSidecar() ? Optional.of(new StreamingSidecar(keys.macKey())) : Optional.empty();
        this.firstFrame = extras.firstFrameLength().isPresent()
                ? Optional.of(new FirstFrame(keys, extras.firstFrameLength().getAsInt()))
                : Optional.empty();
    }

    /// Encrypts all that `plain` holds into `out`; neither is closed.
    public static EncryptedMedia encrypt(
            InputStream plain, OutputStream out, MediaKey key, MediaKind kind, Extras extras) throws IOException {
        return new MediaEncryptor(MediaKeys.derive(key, kind), out, extras).run(plain);
    }

    /// Encrypts all that `plain` holds into `out`; neither is closed.
    public static EncryptedMedia encrypt(InputStream plain, OutputStream out, MediaKey key, MediaKind kind)
            throws IOException {
        return encrypt(plain, out, key, kind, Extras.NONE);
    }

    private EncryptedMedia run(InputStream plain) throws IOException {
        authenticate(keys.iv().toByteArray());
        byte[] buffer = new byte[MediaCrypto.BUFFER];
        for (int count = plain.read(buffer); count >= 0; count = plain.read(buffer)) {
            plainDigest.update(buffer, 0, count);
            plainLength += count;
            write(cipher.update(buffer, 0, count));
        }
        write(lastBlocks());
        byte[] tag = MediaCrypto.truncated(mac.doFinal()).toByteArray();
        sidecar.ifPresent(pieces -> pieces.update(tag, 0, tag.length));
        emit(tag);
        return new EncryptedMedia(
                Bytes.copyOf(plainDigest.digest()),
                Bytes.copyOf(encryptedDigest.digest()),
                plainLength,
                encryptedLength,
                sidecar.map(StreamingSidecar::finish),
                firstFrame.map(FirstFrame::finish));
    }

    private byte[] lastBlocks() {
        try {
            return cipher.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CBC with padding refused to end", e);
        }
    }

    // The JDK gives null where input made no full block.
    private void write(byte @Nullable [] ciphertext) throws IOException {
        if (ciphertext == null || ciphertext.length == 0) {
            return;
        }
        authenticate(ciphertext);
        firstFrame.ifPresent(frame -> frame.update(ciphertext));
        emit(ciphertext);
    }

    private void authenticate(byte[] bytes) {
        mac.update(bytes);
        sidecar.ifPresent(pieces -> pieces.update(bytes, 0, bytes.length));
    }

    private void emit(byte[] bytes) throws IOException {
        encryptedDigest.update(bytes);
        encryptedLength += bytes.length;
        out.write(bytes);
    }

    /// The MAC over the initial block and the blocks that hold the first frame.
    private static final class FirstFrame {
        private final Mac mac;
        private long left;

        FirstFrame(MediaKeys keys, int plainLength) {
            this.mac = MediaCrypto.mac(keys.macKey());
            this.left = (plainLength + MediaCrypto.BLOCK - 1L) / MediaCrypto.BLOCK * MediaCrypto.BLOCK;
            mac.update(keys.iv().toByteArray());
        }

        void update(byte[] ciphertext) {
            int count = (int) Math.min(left, ciphertext.length);
            mac.update(ciphertext, 0, count);
            left -= count;
        }

        Bytes finish() {
            return MediaCrypto.truncated(mac.doFinal());
        }
    }
}
