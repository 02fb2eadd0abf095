// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.media.FileSizes;
import dev.switchboard.gateway.media.MediaStore;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.tenant.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jooq.Table;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes backups while the gateway works. What is in one is what the database held at one moment. It holds the tenants'
/// keys, sealed with everything else, and never the master key.
public final class Backups {
    static final String ALL = "all";
    static final String SESSION = "session";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Tenants tenants;
    private final MediaStore store;
    private final InstantSource time;
    private final RandomGenerator random;

    public Backups(Database database, Tenants tenants, MediaStore store, InstantSource time, RandomGenerator random) {
        this.database = database;
        this.tenants = tenants;
        this.store = store;
        this.time = time;
        this.random = random;
    }

    /// Writes everything there is.
    public Summary write(OutputStream out, BackupKey.Sealing how) throws IOException {
        Instant now = time.instant();
        try (OutputStream sealed = SealedStream.sealing(out, how, header(ALL, now), random)) {
            ArchiveWriter archive = new ArchiveWriter(sealed);
            return unchecked(() -> database.snapshot(tx -> {
                try {
                    return write(tx, archive, now);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
    }

    static ObjectNode header(String kind, Instant now) {
        return JSON.createObjectNode()
                .put("form", "switchboard-backup")
                .put("kind", kind)
                .put("created", now.toString());
    }

    /// What is read inside.
    interface Work<T> {
        T run();
    }

    static <T> T unchecked(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Summary write(ReadTx tx, ArchiveWriter archive, Instant now) throws IOException {
        ObjectNode manifest = header(ALL, now).put("engine", tx.dialect().name());
        Database.migrations(tx).stream().sorted().forEach(manifest.putArray("migrations")::add);
        archive.manifest(manifest);
        List<WrappedKey> keys = tx.list(
                "SELECT id, wrapped_key FROM tenant ORDER BY id", row -> new WrappedKey(row.text(1), row.bytes(2)));
        for (WrappedKey key : keys) {
            archive.key(key.tenant(), tenants.vault().unwrapped(key.tenant(), key.wrapped()));
        }
        for (Table<?> table : Schema.tables()) {
            archive.table(table.getName(), Schema.columns(table));
            tx.each(Schema.select(table), row -> put(archive, table, row));
        }
        for (Table<?> table : Schema.tables()) {
            String column = Schema.counted(table).orElse("");
            if (!column.isEmpty()) {
                archive.sequence(table.getName(), column, Schema.last(tx, table, column));
            }
        }
        List<StoredFile> files = tx.list(
                "SELECT object, size FROM media_blob ORDER BY object",
                row -> new StoredFile(row.text(1), row.number(2)));
        long missing = 0;
        for (StoredFile file : files) {
            missing += put(archive, file) ? 0 : 1;
        }
        archive.end();
        long waiting = tx.number("SELECT count(*) FROM outbox WHERE handed_at IS NULL");
        return new Summary(ALL, now, archive.rowCount(), files.size() - missing, missing, waiting);
    }

    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, compared by nobody
    private record WrappedKey(String tenant, byte[] wrapped) {}

    private record StoredFile(String object, long size) {}

    static void put(ArchiveWriter archive, Table<?> table, Row row) {
        try {
            archive.row(table.getName().equals("tenant") ? unwrapped(table, row) : Schema.values(table, row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The wrapped key would need this installation's master key; the key itself is in an entry of its own.
    private static Object[] unwrapped(Table<?> table, Row row) {
        Object[] values = Schema.values(table, row);
        values[Schema.columns(table).indexOf("wrapped_key")] = "in the key's entry".getBytes(StandardCharsets.US_ASCII);
        return values;
    }

    /// Files that were deleted since the moment of the backup are no loss; others are.
    private boolean put(ArchiveWriter archive, StoredFile file) throws IOException {
        InputStream content;
        try {
            content = store.open(file.object(), 0, FileSizes.sealed(file.size()));
        } catch (IOException e) {
            boolean named =
                    database.read(tx -> tx.number("SELECT count(*) FROM media_blob WHERE object = ?", file.object()))
                            > 0;
            if (named && !FileSizes.isAbsent(e)) {
                throw e;
            }
            return false;
        }
        try (content) {
            archive.object(file.object(), content);
        }
        return true;
    }
}
