// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files that were uploaded, each kept once under the hash of its bytes, and published under one path or several.
///
/// Bytes go to disk as they come and are never held in memory; without a data folder they lie in a temporary one. A
/// publication that has become too old is remembered, so that its path can be told from one that never was. Safe for
/// many threads.
public final class MediaStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MediaStore.class);
    private static final String BYTES = ".bin";
    private static final String PUBLICATION = ".pub";
    private static final String PART = ".part";
    private static final String UNFINISHED = ".new";

    private final boolean kept;
    private final Duration age;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Publication> publications = new HashMap<>();
    private final Map<String, String> byToken = new HashMap<>();
    private @Nullable Path folder;
    private long uploads;

    /// One path that leads to a file.
    ///
    /// @param name of the bytes, their hash
    /// @param number tells the publications of the same bytes apart
    /// @param expired whether it was made too old before its time
    private record Publication(String name, int number, Instant since, String contentType, long size, boolean expired) {

        String id() {
            return name + "." + number;
        }

        Publication expire() {
            return new Publication(name, number, since, contentType, size, true);
        }

        String text() {
            return since.toEpochMilli() + "\n" + contentType + "\n" + size + "\n" + expired + "\n";
        }

        static Publication parse(String id, List<String> lines) {
            int dot = id.lastIndexOf('.');
            return new Publication(
                    id.substring(0, dot),
                    Integer.parseInt(id.substring(dot + 1)),
                    Instant.ofEpochMilli(Long.parseLong(lines.get(0))),
                    lines.get(1),
                    Long.parseLong(lines.get(2)),
                    Boolean.parseBoolean(lines.get(3)));
        }
    }

    private MediaStore(@Nullable Path folder, Duration age, InstantSource clock) {
        this.folder = folder;
        this.kept = folder != null;
        this.age = age;
        this.clock = clock;
    }

    /// Opens the store.
    ///
    /// @param folder where the files are kept, empty to lose them at the end
    /// @param age how long a file can be fetched, zero for as long as the store lives
    public static MediaStore open(Optional<Path> folder, Duration age, InstantSource clock) {
        try {
            if (folder.isPresent()) {
                Files.createDirectories(folder.get());
            }
            MediaStore store = new MediaStore(folder.orElse(null), age, clock);
            store.restore();
            return store;
        } catch (IOException e) {
            throw new MediaFailure("the media folder cannot be used", e);
        }
    }

    private void restore() throws IOException {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(PUBLICATION)) {
                String id = name.substring(0, name.length() - PUBLICATION.length());
                publications.put(id, Publication.parse(id, Files.readAllLines(file, StandardCharsets.UTF_8)));
            } else if (name.endsWith(UNFINISHED)) {
                // The process that was taking it is gone.
                deleteQuietly(file);
            }
        }
    }

    /// The folder, made when it is first needed.
    private Path folder() {
        Path known = folder;
        if (known == null) {
            try {
                known = Files.createTempDirectory("switchboard-media");
            } catch (IOException e) {
                throw new MediaFailure("no folder can be made for media files", e);
            }
            folder = known;
        }
        return known;
    }

    private List<Path> files() throws IOException {
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /// Begins to take a file.
    ///
    /// @param token the name under which the client uploads it
    /// @param offset how many of its bytes are here already
    /// @return empty if that many are not here
    Optional<Upload> begin(String token, long offset) {
        lock.lock();
        try {
            Path fresh = folder().resolve(tokenName(token) + "." + ++uploads + UNFINISHED);
            Files.deleteIfExists(fresh);
            if (offset > 0) {
                Optional<Path> former = former(token).filter(file -> size(file) >= offset);
                if (former.isEmpty()) {
                    return Optional.empty();
                }
                copy(former.get(), fresh, offset);
            }
            return Optional.of(Upload.into(this, token, fresh, offset));
        } catch (IOException e) {
            throw new MediaFailure("a file cannot be taken", e);
        } finally {
            lock.unlock();
        }
    }

    private static void copy(Path from, Path to, long count) throws IOException {
        try (InputStream in = new LimitedStream(Files.newInputStream(from), count)) {
            Files.copy(in, to);
        }
    }

    private Optional<Path> former(String token) {
        Path part = part(token);
        if (Files.exists(part)) {
            return Optional.of(part);
        }
        return Optional.ofNullable(byToken.get(token)).map(this::bytesOf).filter(Files::exists);
    }

    private Path part(String token) {
        return folder().resolve(tokenName(token) + PART);
    }

    private static String tokenName(String token) {
        return Bytes.copyOf(Sha.sha256(token.getBytes(StandardCharsets.UTF_8)))
                .slice(0, 18)
                .base64Url();
    }

    private Path bytesOf(String name) {
        return folder().resolve(name + BYTES);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many bytes of an upload under this token are here, of one that broke off.
    long progress(String token) {
        lock.lock();
        try {
            Path part = part(token);
            return Files.exists(part) ? size(part) : 0;
        } finally {
            lock.unlock();
        }
    }

    /// An upload broke off: what came is kept, so that it can go on.
    void interrupted(String token, Path file) throws IOException {
        lock.lock();
        try {
            Path part = part(token);
            if (Files.exists(part) && size(part) >= size(file)) {
                Files.delete(file);
            } else {
                Files.move(file, part, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            lock.unlock();
        }
    }

    /// An upload is complete.
    StoredMedia completed(String token, Path file, Bytes hash, String contentType) throws IOException {
        lock.lock();
        try {
            Files.deleteIfExists(part(token));
            String name = hash.base64Url();
            byToken.put(token, name);
            Path bytes = bytesOf(name);
            if (Files.exists(bytes)) {
                Files.delete(file);
            } else {
                Files.move(file, bytes, StandardCopyOption.ATOMIC_MOVE);
            }
            Optional<StoredMedia> live = live(name);
            return live.isPresent() ? live.get() : publish(name, contentType);
        } finally {
            lock.unlock();
        }
    }

    private Optional<StoredMedia> live(String name) {
        return publications.values().stream()
                .filter(publication -> publication.name.equals(name) && !isOld(publication))
                .max((a, b) -> Integer.compare(a.number, b.number))
                .map(this::view);
    }

    private boolean isOld(Publication publication) {
        return publication.expired || isOver(publication, age);
    }

    private boolean isOver(Publication publication, Duration life) {
        return !age.isZero() && !clock.instant().isBefore(publication.since.plus(life));
    }

    private StoredMedia publish(String name, String contentType) {
        int number = 1
                + publications.values().stream()
                        .filter(publication -> publication.name.equals(name))
                        .mapToInt(Publication::number)
                        .max()
                        .orElse(0);
        Publication fresh = new Publication(name, number, clock.instant(), contentType, size(bytesOf(name)), false);
        put(fresh);
        return view(fresh);
    }

    private void put(Publication publication) {
        try {
            Files.writeString(folder().resolve(publication.id() + PUBLICATION), publication.text());
        } catch (IOException e) {
            throw new MediaFailure("a file cannot be published", e);
        }
        publications.put(publication.id(), publication);
    }

    private StoredMedia view(Publication publication) {
        Bytes hash = Bytes.fromBase64Url(publication.name);
        Instant end = age.isZero() ? publication.since.plus(Duration.ofDays(3650)) : publication.since.plus(age);
        String path = "/v/t62.7118-24/" + publication.id() + ".enc?ccb=11-4&oh=01_"
                + hash.slice(0, 10).hex() + "&oe=" + Long.toHexString(end.getEpochSecond()) + "&_nc_sid=5e03e0";
        return new StoredMedia(
                publication.id(), hash, publication.size, publication.contentType, path, bytesOf(publication.name));
    }

    /// The file that an upload under this token became, or whose hash the token is, if it can still be fetched.
    Optional<StoredMedia> complete(String token) {
        lock.lock();
        try {
            String known = byToken.get(token);
            return live(
                    known == null
                            ? UploadToken.hash(token).map(Bytes::base64Url).orElse("")
                            : known);
        } finally {
            lock.unlock();
        }
    }

    private String nameOf(String token) {
        String known = byToken.get(token);
        return known == null ? UploadToken.hash(token).map(Bytes::base64Url).orElse("") : known;
    }

    /// Writes a file.
    @FunctionalInterface
    public interface Writer {
        /// Writes all of it.
        void writeTo(OutputStream out) throws IOException;
    }

    /// Takes a file from within the process.
    public StoredMedia put(Writer writer, String contentType) throws IOException {
        String token = "local-" + Thread.currentThread().threadId();
        try (Upload upload = begin(token, 0).orElseThrow()) {
            writer.writeTo(upload);
            return upload.finish(contentType);
        }
    }

    /// Publishes a file anew, under another path, as if it had been uploaded again.
    ///
    /// @return empty if its bytes are gone
    public Optional<StoredMedia> renew(Bytes sha256) {
        lock.lock();
        try {
            String name = sha256.base64Url();
            return Files.exists(bytesOf(name))
                    ? Optional.of(publish(name, "application/octet-stream"))
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Finds a file by its path, with or without a query.
    public Found find(String path) {
        lock.lock();
        try {
            Publication publication = publications.get(idIn(path));
            if (publication == null) {
                return new Found.Unknown();
            }
            if (isOld(publication)) {
                forgetBytes(publication.name);
                return new Found.Expired();
            }
            return new Found.Here(view(publication));
        } finally {
            lock.unlock();
        }
    }

    private static String idIn(String path) {
        String plain = UploadToken.pathOf(path);
        String last = plain.substring(plain.lastIndexOf('/') + 1);
        return last.endsWith(".enc") ? last.substring(0, last.length() - 4) : last;
    }

    /// Deletes bytes that nothing leads to, or nothing has led to for so long that phones have lost their copies too.
    private void forgetBytes(String name) {
        if (publications.values().stream()
                .allMatch(publication -> !publication.name.equals(name) || isOver(publication, age.multipliedBy(2)))) {
            deleteQuietly(bytesOf(name));
        }
    }

    /// Forgets a path, or all that lead to what was uploaded under a token, and the file if no other leads to it.
    ///
    /// @return whether there was anything
    public boolean delete(String path) {
        lock.lock();
        try {
            Publication named = publications.get(idIn(path));
            String name = UploadToken.of(path).map(this::nameOf).orElse("");
            List<Publication> gone = named != null
                    ? List.of(named)
                    : publications.values().stream()
                            .filter(publication -> publication.name.equals(name))
                            .toList();
            for (Publication publication : gone) {
                publications.remove(publication.id());
                deleteQuietly(folder().resolve(publication.id() + PUBLICATION));
                forgetBytes(publication.name);
            }
            return !gone.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Makes every path that leads to this file too old at once; its bytes stay where the own phone can find them.
    public void expire(Bytes sha256) {
        lock.lock();
        try {
            String name = sha256.base64Url();
            publications.values().stream()
                    .filter(publication -> publication.name.equals(name))
                    .toList()
                    .forEach(publication -> put(publication.expire()));
        } finally {
            lock.unlock();
        }
    }

    /// Forgets everything.
    public void clear() {
        lock.lock();
        try {
            publications.clear();
            byToken.clear();
            files().forEach(MediaStore::deleteQuietly);
        } catch (IOException e) {
            throw new MediaFailure("the media folder cannot be emptied", e);
        } finally {
            lock.unlock();
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("a media file cannot be deleted: {}", e.getMessage());
        }
    }

    /// Whether files outlive the process.
    boolean isKept() {
        return kept;
    }

    /// Ends the store; a temporary folder is removed.
    @Override
    public void close() {
        Path known = folder;
        if (!kept && known != null) {
            clear();
            deleteQuietly(known);
        }
    }
}
