// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.EncryptedMedia;
import dev.switchboard.wire.media.MediaEncryptor;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaUrls;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A file in the form in which it goes to the store.
sealed interface UploadForm {

    /// How many bytes go there.
    long length();

    /// Path and query to post to.
    String target(String auth);

    /// Writes the file.
    ///
    /// @throws MediaFault if the source does not hold the same bytes as before
    void writeTo(OutputStream out) throws IOException;

    /// Encrypted, as files of messages are.
    ///
    /// @param facts what is known of it after the first reading
    record Encrypted(MediaKind kind, MediaSource source, MediaKey key, EncryptedMedia facts) implements UploadForm {

        static Encrypted of(MediaKind kind, MediaSource source, MediaKey key) {
            try {
                return new Encrypted(kind, source, key, encrypt(kind, source, key, OutputStream.nullOutputStream()));
            } catch (IOException e) {
                throw new MediaFault(MediaFault.Kind.SOURCE, "media source: unreadable", e);
            }
        }

        private static EncryptedMedia encrypt(MediaKind kind, MediaSource source, MediaKey key, OutputStream out)
                throws IOException {
            boolean plays = switch (kind) {
                case VIDEO, GIF, VIDEO_NOTE, AUDIO, VOICE_NOTE -> true;
                default -> false;
            };
            try (InputStream plain = UploadForm.read(source)) {
                return MediaEncryptor.encrypt(
                        plain, out, key, kind, plays ? MediaEncryptor.Extras.STREAMING : MediaEncryptor.Extras.NONE);
            }
        }

        @Override
        public long length() {
            return facts.encryptedLength();
        }

        @Override
        public String target(String auth) {
            return MediaUrls.uploadTarget(kind, facts.fileEncSha256(), auth);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            if (!encrypt(kind, source, key, out).fileEncSha256().equals(facts.fileEncSha256())) {
                throw new MediaFault(MediaFault.Kind.SOURCE, "media source: other bytes than before");
            }
        }
    }

    /// As it is, as files of channels are.
    record Open(MediaKind kind, MediaSource source, Bytes hash, long length) implements UploadForm {

        static Open of(MediaKind kind, MediaSource source) {
            MessageDigest digest = sha256();
            try (InputStream plain = new DigestInputStream(UploadForm.read(source), digest)) {
                long length = plain.transferTo(OutputStream.nullOutputStream());
                return new Open(kind, source, Bytes.copyOf(digest.digest()), length);
            } catch (IOException e) {
                throw new MediaFault(MediaFault.Kind.SOURCE, "media source: unreadable", e);
            }
        }

        @Override
        public String target(String auth) {
            return MediaUrls.newsletterTarget(kind, hash, auth);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            MessageDigest digest = sha256();
            try (InputStream plain = new DigestInputStream(UploadForm.read(source), digest)) {
                plain.transferTo(out);
            }
            if (!Bytes.copyOf(digest.digest()).equals(hash)) {
                throw new MediaFault(MediaFault.Kind.SOURCE, "media source: other bytes than before");
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("missing in this JDK: SHA-256", e);
        }
    }

    /// The source, whose faults are told from those of the network.
    private static InputStream read(MediaSource source) {
        try {
            return new FilterInputStream(source.open()) {
                @Override
                public int read(byte[] into, int offset, int length) {
                    try {
                        return super.read(into, offset, length);
                    } catch (IOException e) {
                        throw new MediaFault(MediaFault.Kind.SOURCE, "media source: unreadable", e);
                    }
                }
            };
        } catch (IOException e) {
            throw new MediaFault(MediaFault.Kind.SOURCE, "media source: does not open", e);
        }
    }
}
