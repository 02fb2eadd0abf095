// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.OutboundAnswer;
import dev.switchboard.gateway.outbound.OutboundRequest;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.provider.MediaSource;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.settings.MediaSettings;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All files. Bytes go to the [MediaStore] a piece at a time, sealed with a key of their own, and equal ones of a
/// tenant are kept once. Safe for many threads.
public final class MediaLibrary implements MediaSource {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLibrary.class);
    private static final HexFormat HEX = HexFormat.of();

    private final Database database;
    private final Vault vault;
    private final GuardedHttp http;
    private final InstantSource time;
    private final RandomGenerator random;
    private final MediaStore store;
    private final Intake intake;
    private final MediaSettings settings;
    private final MediaQuota quota;

    /// What a library is made with.
    public record Tools(Database database, Vault vault, GuardedHttp http, InstantSource time, RandomGenerator random) {}

    MediaLibrary(Tools tools, MediaStore store, Intake intake, MediaSettings settings, MediaQuota quota) {
        this.database = tools.database();
        this.vault = tools.vault();
        this.http = tools.http();
        this.time = tools.time();
        this.random = tools.random();
        this.store = store;
        this.intake = intake;
        this.settings = settings;
        this.quota = quota;
    }

    /// The largest file there may be.
    public long maxBytes() {
        return settings.maxBytes();
    }

    /// Whether files of incoming messages are to be fetched as soon as they are known.
    public boolean fetchesAtArrival() {
        return settings.fetch() == MediaSettings.Fetch.ARRIVAL;
    }

    /// Takes in a file.
    public Addition add(SessionLease lease, NewFile file) throws IOException {
        return take(lease, file, Optional.empty());
    }

    /// Takes in the file at an address.
    ///
    /// @param limit how long it may take
    public Addition fetch(SessionLease lease, URI address, NewFile wish, Duration limit) throws IOException {
        switch (http.exchange(OutboundRequest.get(address, settings.maxBytes(), limit))) {
            case OutboundAnswer.Refused(OutboundAnswer.Reason reason) -> {
                return reason == OutboundAnswer.Reason.TOO_LARGE
                        ? new Addition.TooLarge(settings.maxBytes())
                        : new Addition.NotFetched(reason.code(), 0);
            }
            case OutboundAnswer.Answered answer -> {
                try (answer) {
                    if (answer.status() != 200) {
                        return new Addition.NotFetched("unexpected_status", answer.status());
                    }
                    NewFile file = new NewFile(
                            answer::body,
                            wish.mimeType().or(() -> answer.header("content-type")),
                            wish.fileName().or(() -> lastPart(answer.uri())),
                            Media.Origin.ADDRESS,
                            wish.look(),
                            wish.accepts());
                    return add(lease, file);
                } catch (OutboundAnswer.TooLarge _) {
                    return new Addition.TooLarge(settings.maxBytes());
                } catch (java.io.InterruptedIOException _) {
                    return new Addition.NotFetched(OutboundAnswer.Reason.TIMED_OUT.code(), 0);
                }
            }
        }
    }

    private static Optional<String> lastPart(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() || name.length() > 200 ? Optional.empty() : Optional.of(name);
    }

    /// Takes in the bytes of a file that was at the network until now.
    Addition arrive(SessionLease lease, Media known, InputStream content) throws IOException {
        NewFile file = new NewFile(
                () -> content,
                Optional.of(known.mimeType()),
                known.fileName(),
                Media.Origin.MESSAGE,
                known.look(),
                _ -> true);
        return take(lease, file, Optional.of(known));
    }

    private Addition take(SessionLease lease, NewFile file, Optional<Media> known) throws IOException {
        try (InputStream content = file.content().open();
                Intake.Taken taken = intake.take(content, settings.maxBytes())) {
            if (taken.size() == 0) {
                return new Addition.Empty();
            }
            String type = known.map(Media::mimeType)
                    .orElseGet(() -> FileType.of(taken.head().toByteArray(), file.mimeType()));
            if (!file.accepts().test(type)) {
                return new Addition.WrongType(type);
            }
            TenantId tenant = lease.key().tenant();
            long limit = quota.limit(tenant);
            if (limit > 0 && database.read(tx -> MediaTable.used(tx, tenant.value())) + taken.size() > limit) {
                return new Addition.OverQuota(limit);
            }
            Look look = type.startsWith("image/") ? file.look().or(Pictures.look(taken.open())) : file.look();
            Media media = described(lease, file, taken, type, look, known);
            keep(lease, media, taken, known.isEmpty());
            return new Addition.Added(media);
        } catch (Intake.TooLong _) {
            return new Addition.TooLarge(settings.maxBytes());
        }
    }

    private Media described(
            SessionLease lease, NewFile file, Intake.Taken taken, String type, Look look, Optional<Media> known) {
        Instant now = now();
        return new Media(
                known.map(Media::id).orElseGet(() -> name(16)),
                lease.key().ref(),
                lease.key().tenant().value(),
                file.origin(),
                type,
                file.fileName(),
                Optional.of(taken.size()),
                Optional.of(taken.sha256()),
                look,
                known.map(Media::createdAt).orElse(now),
                now.plus(settings.retention()));
    }

    /// Puts the bytes into the store unless equal ones are there, and writes the rows that say so.
    private void keep(SessionLease lease, Media media, Intake.Taken taken, boolean fresh) throws IOException {
        boolean there = database.read(tx -> MediaTable.blob(tx, media.tenant(), taken.sha256()))
                .isPresent();
        if (there && keptWith(lease, media, Optional.empty(), fresh)) {
            return;
        }
        String object = folder(media.tenant()) + "/" + taken.sha256() + "-" + name(8);
        Bytes sealedKey =
                Bytes.of(vault.seal(cell(media.tenant(), object), taken.key().toByteArray()));
        store.put(object, taken.sealed());
        if (!keptWith(lease, media, Optional.of(new MediaTable.Blob(object, taken.size(), sealedKey)), fresh)) {
            store.delete(object);
        }
    }

    /// Writes the rows; the answer is whether they hold on to the blob that is named, or to one that was there.
    private boolean keptWith(SessionLease lease, Media media, Optional<MediaTable.Blob> own, boolean fresh) {
        return database.write(tx -> {
            lease.guard(tx);
            String sha256 = media.sha256().orElseThrow();
            boolean ours = own.isPresent() && MediaTable.keep(tx, media.tenant(), sha256, own.get(), now());
            if (own.isEmpty() && MediaTable.blob(tx, media.tenant(), sha256).isEmpty()) {
                return false;
            }
            if (fresh) {
                MediaTable.insert(tx, lease, media, new byte[0]);
            } else {
                MediaTable.arrived(tx, lease, media);
            }
            return own.isEmpty() || ours;
        });
    }

    /// Notes a file that is at the network, within a transaction; the answer is its name.
    ///
    /// @param remote what its provider needs to fetch it
    public String expect(WriteTx tx, SessionLease lease, Expected file, Bytes remote) {
        Instant now = now();
        Media media = new Media(
                name(16),
                lease.key().ref(),
                lease.key().tenant().value(),
                Media.Origin.MESSAGE,
                file.mimeType(),
                file.fileName(),
                file.size(),
                Optional.empty(),
                file.look(),
                now,
                now.plus(settings.retention()));
        MediaTable.insert(tx, lease, media, vault.seal(remoteCell(media), remote.toByteArray()));
        return media.id();
    }

    /// A file that is at the network, as its message describes it.
    public record Expected(String mimeType, Optional<String> fileName, Optional<Long> size, Look look) {}

    /// What the provider needs to fetch a file.
    Optional<Bytes> remote(Media media) {
        return database.read(tx -> MediaTable.remote(tx, media.id()))
                .map(kept -> Bytes.of(vault.open(remoteCell(media), kept)));
    }

    /// A session's file.
    public Optional<Media> find(long session, String id) {
        return database.read(tx -> MediaTable.find(tx, session, id));
    }

    /// A session's file as it is shown.
    public static Optional<MediaView> shown(ReadTx tx, long session, String id) {
        return MediaTable.find(tx, session, id).map(MediaView::of);
    }

    /// A session's files, newest first.
    Page<Media> page(long session, @Nullable String cursor, int limit) {
        String[] place = cursor == null
                ? new String[] {Long.toString(Long.MAX_VALUE), ""}
                : Cursor.key(cursor).split(" ", 2);
        long at;
        try {
            at = Long.parseLong(place[0]);
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
        String id = place.length == 2 ? place[1] : "";
        return Page.of(
                database.read(tx -> MediaTable.before(tx, session, Instant.ofEpochMilli(at), id, limit + 1)),
                limit,
                media -> Cursor.of(media.createdAt().toEpochMilli() + " " + media.id()));
    }

    /// Notes what was found out about a file.
    Media measured(Media media, Look found) {
        Media known = new Media(
                media.id(),
                media.session(),
                media.tenant(),
                media.origin(),
                media.mimeType(),
                media.fileName(),
                media.size(),
                media.sha256(),
                media.look().or(found),
                media.createdAt(),
                media.expiresAt());
        database.write(tx -> {
            MediaTable.measured(tx, known);
            return true;
        });
        return known;
    }

    @Override
    public Optional<Item> find(SessionKey session, String mediaId) {
        return find(session.ref(), mediaId)
                .filter(Media::here)
                .map(media -> new Item(
                        media.mimeType(),
                        media.size().orElse(0L),
                        Bytes.fromHex(media.sha256().orElseThrow()),
                        media.fileName(),
                        media.look().width(),
                        media.look().height(),
                        media.look().length(),
                        media.look().waveform(),
                        media.look().thumbnail(),
                        () -> open(media, 0, media.size().orElse(0L))));
    }

    /// Opens part of a file that is here.
    public InputStream open(Media media, long from, long length) throws IOException {
        MediaTable.Blob blob = database.read(
                        tx -> MediaTable.blob(tx, media.tenant(), media.sha256().orElse("")))
                .orElseThrow(() -> new IOException("the file is gone"));
        FileSeal seal = new FileSeal(
                vault.open(cell(media.tenant(), blob.object()), blob.sealedKey().toByteArray()));
        return seal.opening((start, count) -> store.open(blob.object(), start, count), blob.size(), from, length);
    }

    /// Deletes a file; whether it was there.
    boolean delete(SessionLease lease, String id) {
        Optional<List<String>> objects = database.write(tx -> {
            lease.guard(tx);
            return MediaTable.delete(tx, lease.key().ref(), id)
                    ? Optional.of(MediaTable.unneeded(tx))
                    : Optional.empty();
        });
        objects.ifPresent(this::remove);
        return objects.isPresent();
    }

    /// Deletes what nobody needs any more.
    public void sweep() {
        remove(database.write(tx -> MediaTable.expire(tx, now())));
    }

    /// Deletes a session's files whose time is over, also those that the network still has.
    void sweepAway(long session) {
        remove(database.write(tx -> {
            MediaTable.letGo(tx, session, now());
            return MediaTable.expire(tx, now());
        }));
    }

    private void remove(List<String> objects) {
        for (String object : objects) {
            try {
                store.delete(object);
            } catch (IOException e) {
                LOG.warn("an object could not be deleted from the media store", e);
            }
        }
    }

    /// A new secret that opens a file until a time.
    String link(Media media, Instant expires) {
        String secret = name(32);
        database.write(tx -> {
            MediaTable.link(tx, Secrets.digest(secret), media.id(), expires);
            return true;
        });
        return secret;
    }

    /// The file that a secret opens.
    Optional<Media> linked(String secret) {
        return database.read(tx -> MediaTable.linked(tx, Secrets.digest(secret), now()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.millis());
    }

    private String name(int bytes) {
        byte[] random = new byte[bytes];
        this.random.nextBytes(random);
        return HEX.formatHex(random);
    }

    /// A tenant's folder in the store; ids of tenants may hold what folders may not.
    private static String folder(String tenant) {
        return HEX.formatHex(Secrets.digest(tenant), 0, 8);
    }

    private static Cell cell(String tenant, String object) {
        return new Cell(tenant, 0, "media", "media_blob", object, "sealed_key");
    }

    private static Cell remoteCell(Media media) {
        return new Cell(media.tenant(), media.session(), "media", "media", media.id(), "remote");
    }
}
