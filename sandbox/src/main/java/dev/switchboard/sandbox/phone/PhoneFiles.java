// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.media.Found;
import dev.switchboard.sandbox.media.MediaHost;
import dev.switchboard.sandbox.media.MediaStore;
import dev.switchboard.sandbox.media.StoredMedia;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.media.EncryptedMedia;
import dev.switchboard.wire.media.MediaDecryptor;
import dev.switchboard.wire.media.MediaEncryptor;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How phones encrypt and upload files, and fetch and decrypt them: as companions do, but in this process. Safe for
/// many threads.
public final class PhoneFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PhoneFiles.class);
    private static final String OCTETS = "application/octet-stream";

    private final MediaStore store;
    private final MediaHost host;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// A way to a media store.
    public PhoneFiles(MediaStore store, MediaHost host, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.host = host;
        this.clock = clock;
        this.random = random;
    }

    /// Encrypts and uploads all that a stream holds.
    SealedFile seal(InputStream plain, MediaKind kind, String mimetype) throws IOException {
        MediaKey key = MediaKey.generate(random);
        CompletableFuture<EncryptedMedia> hashes = new CompletableFuture<>();
        boolean streamed = kind.uploadPath()
                .filter(path -> path.endsWith("video") || path.endsWith("audio"))
                .isPresent();
        MediaEncryptor.Extras extras = streamed ? MediaEncryptor.Extras.STREAMING : MediaEncryptor.Extras.NONE;
        StoredMedia stored =
                store.put(out -> hashes.complete(MediaEncryptor.encrypt(plain, out, key, kind, extras)), OCTETS);
        String path = stored.directPath();
        return new SealedFile(mimetype, host.url("", path), path, key, hashes.join(), clock.millis());
    }

    /// Fetches and decrypts a file.
    ///
    /// @param out where it goes; of no use unless the file is verified
    FileNote fetch(MediaReference reference, OutputStream out) {
        Optional<StoredMedia> stored = find(reference);
        if (stored.isEmpty()) {
            return FileNote.without(FileState.MISSING);
        }
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(stored.get().file())) {
            long size = open(in, new DigestOutputStream(out, digest), reference);
            return new FileNote(FileState.VERIFIED, Bytes.copyOf(digest.digest()), size);
        } catch (WireException damaged) {
            LOG.warn("a phone cannot open a file: {}", damaged.code());
            return FileNote.without(FileState.DAMAGED);
        } catch (IOException e) {
            LOG.warn("a phone cannot fetch a file: {}", e.getMessage());
            return FileNote.without(FileState.MISSING);
        }
    }

    private static long open(InputStream in, OutputStream out, MediaReference reference) throws IOException {
        Optional<MediaKey> key = reference.key();
        return key.isPresent()
                ? MediaDecryptor.decrypt(in, out, key.get(), reference.kind(), reference.expected(), Long.MAX_VALUE)
                : in.transferTo(out);
    }

    private Optional<StoredMedia> find(MediaReference reference) {
        Optional<String> path = reference.directPath().or(() -> reference.url().map(PhoneFiles::pathOf));
        return path.map(store::find)
                .flatMap(found ->
                        found instanceof Found.Here(StoredMedia media) ? Optional.of(media) : Optional.empty());
    }

    private static String pathOf(String url) {
        int host = url.indexOf("://");
        int slash = host < 0 ? 0 : url.indexOf('/', host + 3);
        return slash < 0 ? "" : url.substring(slash);
    }

    /// Uploads a file of a message again.
    ///
    /// @return its new path, empty if the phone has lost it too
    Optional<String> renew(MediaReference reference) {
        return reference.expected().fileEncSha256().flatMap(store::renew).map(StoredMedia::directPath);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("missing in this JDK: SHA-256", e);
        }
    }

    /// Encrypts and uploads bytes.
    SealedFile seal(Bytes plain, MediaKind kind, String mimetype) {
        try {
            return seal(new ByteArrayInputStream(plain.toByteArray()), kind, mimetype);
        } catch (IOException e) {
            throw new UncheckedIOException("the media folder cannot be written", e);
        }
    }
}
