// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rows of files, of what they hold, and of links to them.
final class MediaTable {
    private static final String COLUMNS =
            "id, session_ref, tenant_id, origin, mime_type, file_name, size, sha256, width,"
                    + " height, millis, waveform, thumbnail, created_at, expires_at";

    private MediaTable() {}

    /// What the bytes of a file are kept as.
    record Blob(String object, long size, Bytes sealedKey) {
        @Override
        public String toString() {
            return "Blob[" + size + "]";
        }
    }

    static void insert(WriteTx tx, SessionLease lease, Media media, byte[] sealedRemote) {
        tx.update(
                "INSERT INTO media (" + COLUMNS
                        + ", fence, remote) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                media.id(),
                media.session(),
                media.tenant(),
                media.origin().name(),
                media.mimeType(),
                media.fileName().orElse(null),
                media.size().orElse(null),
                media.sha256().orElse(null),
                media.look().width().orElse(null),
                media.look().height().orElse(null),
                media.look().length().map(Duration::toMillis).orElse(null),
                media.look().waveform().map(Bytes::toByteArray).orElse(null),
                media.look().thumbnail().map(Bytes::toByteArray).orElse(null),
                media.createdAt(),
                media.expiresAt(),
                lease.fence(),
                sealedRemote.length == 0 ? null : sealedRemote);
    }

    /// Notes that the bytes of a file are here now.
    static void arrived(WriteTx tx, SessionLease lease, Media media) {
        tx.update(
                "UPDATE media SET sha256 = ?, size = ?, width = ?, height = ?, millis = ?, thumbnail = ?, expires_at = ?,"
                        + " fence = ? WHERE id = ? AND session_ref = ?",
                media.sha256().orElse(null),
                media.size().orElse(null),
                media.look().width().orElse(null),
                media.look().height().orElse(null),
                media.look().length().map(Duration::toMillis).orElse(null),
                media.look().thumbnail().map(Bytes::toByteArray).orElse(null),
                media.expiresAt(),
                lease.fence(),
                media.id(),
                media.session());
    }

    /// Notes what was found out about a file.
    static void measured(WriteTx tx, Media media) {
        tx.update(
                "UPDATE media SET width = ?, height = ?, millis = ?, waveform = ?, thumbnail = ? WHERE id = ?",
                media.look().width().orElse(null),
                media.look().height().orElse(null),
                media.look().length().map(Duration::toMillis).orElse(null),
                media.look().waveform().map(Bytes::toByteArray).orElse(null),
                media.look().thumbnail().map(Bytes::toByteArray).orElse(null),
                media.id());
    }

    static Optional<Media> find(ReadTx tx, long session, String id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM media WHERE id = ? AND session_ref = ?", MediaTable::media, id, session);
    }

    /// Files of a session before a place, newest first.
    static List<Media> before(ReadTx tx, long session, Instant at, String id, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM media WHERE session_ref = ? AND (created_at, id) < (?, ?)"
                        + " ORDER BY created_at DESC, id DESC LIMIT ?",
                MediaTable::media,
                session,
                at,
                id,
                limit);
    }

    static Optional<byte[]> remote(ReadTx tx, String id) {
        return tx.one("SELECT remote FROM media WHERE id = ? AND remote IS NOT NULL", row -> row.bytes(1), id);
    }

    static Optional<Blob> blob(ReadTx tx, String tenant, String sha256) {
        return tx.one(
                "SELECT object, size, sealed_key FROM media_blob WHERE tenant_id = ? AND sha256 = ?",
                row -> new Blob(row.text(1), row.number(2), Bytes.of(row.bytes(3))),
                tenant,
                sha256);
    }

    /// Keeps a blob unless there is one with the same content; the answer is whether this one is kept.
    static boolean keep(WriteTx tx, String tenant, String sha256, Blob blob, Instant now) {
        return tx.update(
                        "INSERT INTO media_blob (tenant_id, sha256, object, size, sealed_key, created_at) VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (tenant_id, sha256) DO NOTHING",
                        tenant,
                        sha256,
                        blob.object(),
                        blob.size(),
                        blob.sealedKey().toByteArray(),
                        now)
                == 1;
    }

    static long used(ReadTx tx, String tenant) {
        return tx.number("SELECT coalesce(sum(size), 0) FROM media_blob WHERE tenant_id = ?", tenant);
    }

    static boolean delete(WriteTx tx, long session, String id) {
        return tx.update("DELETE FROM media WHERE id = ? AND session_ref = ?", id, session) == 1;
    }

    /// Deletes what has expired; what the network still has can be fetched again. The answer is the objects that nobody
    /// needs any more.
    static List<String> expire(WriteTx tx, Instant now) {
        tx.update("DELETE FROM media_link WHERE expires_at <= ?", now);
        tx.update("UPDATE media SET sha256 = NULL WHERE expires_at <= ? AND remote IS NOT NULL", now);
        tx.update("DELETE FROM media WHERE expires_at <= ? AND remote IS NULL", now);
        return unneeded(tx);
    }

    /// Forgets where the network has a session's files whose time is over, so that they are not fetched again.
    static void letGo(WriteTx tx, long session, Instant now) {
        tx.update("UPDATE media SET remote = NULL WHERE session_ref = ? AND expires_at <= ?", session, now);
    }

    /// Deletes blobs that no file holds; the answer is their objects.
    static List<String> unneeded(WriteTx tx) {
        return tx.list(
                "DELETE FROM media_blob WHERE NOT EXISTS (SELECT 1 FROM media WHERE media.tenant_id = media_blob.tenant_id"
                        + " AND media.sha256 = media_blob.sha256) RETURNING object",
                row -> row.text(1));
    }

    static void link(WriteTx tx, byte[] digest, String media, Instant expires) {
        tx.update("INSERT INTO media_link (digest, media_id, expires_at) VALUES (?, ?, ?)", digest, media, expires);
    }

    static Optional<Media> linked(ReadTx tx, byte[] digest, Instant now) {
        return tx.one(
                "SELECT " + COLUMNS.replaceAll("(\\w+)", "m.$1")
                        + " FROM media_link l JOIN media m ON m.id = l.media_id WHERE l.digest = ? AND l.expires_at > ?",
                MediaTable::media,
                digest,
                now);
    }

    private static Media media(Row row) {
        return new Media(
                row.text(1),
                row.number(2),
                row.text(3),
                Media.Origin.valueOf(row.text(4)),
                row.text(5),
                Optional.ofNullable(row.textOrNull(6)),
                Optional.ofNullable(row.numberOrNull(7)),
                Optional.ofNullable(row.textOrNull(8)),
                new Look(
                        Optional.ofNullable(row.numberOrNull(9)).map(Long::intValue),
                        Optional.ofNullable(row.numberOrNull(10)).map(Long::intValue),
                        Optional.ofNullable(row.numberOrNull(11)).map(Duration::ofMillis),
                        Optional.ofNullable(row.bytesOrNull(12)).map(Bytes::of),
                        Optional.ofNullable(row.bytesOrNull(13)).map(Bytes::of)),
                row.time(14),
                row.time(15));
    }
}
