// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.media.MediaStore;
import dev.switchboard.gateway.storage.DatabaseUrl;
import dev.switchboard.gateway.storage.Rebuild;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import dev.switchboard.gateway.vault.Vault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Puts a backup of everything into an installation whose gateway does not run. The whole backup is read and checked
/// before anything is written, and the new database takes the old one's place when it is whole.
public final class Restore {
    /// Numbers of events that are left out after a restore: readers may have seen some that the backup does not know.
    static final long EVENTS_LEFT_OUT = 1_000_000;

    private static final int ROWS_A_COMMIT = 5_000;
    private static final int TAIL = 64;

    private final Place place;
    private final InstantSource time;
    private final RandomGenerator random;

    /// Where to.
    ///
    /// @param file the database's file, where it is one
    /// @param database the PostgreSQL database, where it is one
    /// @param master wraps the tenants' keys there
    /// @param store keeps the files
    public record Place(Path file, Optional<DatabaseUrl> database, MasterKey master, MediaStore store) {}

    /// What was done.
    ///
    /// @param summary what the backup holds
    /// @param former where the database is kept that was there before; empty if there was none
    public record Outcome(Summary summary, Optional<String> former) {}

    public Restore(Place place, InstantSource time, RandomGenerator random) {
        this.place = place;
        this.time = time;
        this.random = random;
    }

    /// Reads a backup from its beginning to its end, and says what is in it.
    public static Summary check(Path backup, BackupKey.Opening key) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(backup))) {
            SealedStream.Opened opened = SealedStream.opening(in, key);
            ArchiveReader archive = new ArchiveReader(opened.content());
            String kind = "";
            Instant created = Instant.EPOCH;
            Set<String> objects = new HashSet<>();
            List<String> columns = List.of();
            String table = "";
            long named = 0;
            long waiting = 0;
            while (true) {
                switch (archive.next()) {
                    case Entry.Manifest(JsonNode content) -> {
                        kind = content.path("kind").asString("");
                        created = Instant.parse(content.path("created").asString(""));
                    }
                    case Entry.TableStart(String name, List<String> names) -> {
                        table = name;
                        columns = names;
                    }
                    case Entry.Values(var values) -> {
                        named += table.equals("media_blob") ? 1 : 0;
                        waiting += waits(table, columns, values) ? 1 : 0;
                    }
                    case Entry.StoredObject object -> {
                        object.content().transferTo(java.io.OutputStream.nullOutputStream());
                        objects.add(object.name());
                    }
                    case Entry.End end -> {
                        long rows = end.rows().values().stream()
                                .mapToLong(Long::longValue)
                                .sum();
                        checkEnd(opened.content());
                        return new Summary(kind, created, rows, objects.size(), named - objects.size(), waiting);
                    }
                    case Entry.Key _, Entry.Sequence _ -> {
                        // nothing to count
                    }
                }
            }
        }
    }

    private static boolean waits(String table, List<String> columns, @Nullable Object[] values) {
        return table.equals("outbox") && values[columns.indexOf("handed_at")] == null;
    }

    private static void checkEnd(InputStream opened) throws IOException {
        byte[] rest = opened.readNBytes(TAIL);
        if (rest.length == TAIL) {
            throw new BackupRefused("the backup goes on after its end", null);
        }
    }

    /// Does it all.
    ///
    /// @param progress told of the rows and files that were written
    public Outcome run(Path backup, BackupKey.Opening key, LongConsumer progress) throws IOException {
        Summary summary = check(backup, key);
        if (!summary.kind().equals(Backups.ALL)) {
            throw new BackupRefused(
                    "this is the export of one session (expected: a backup; a session goes to a running gateway)",
                    null);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(backup))) {
            ArchiveReader archive =
                    new ArchiveReader(SealedStream.opening(in, key).content());
            Entry first = archive.next();
            if (!(first instanceof Entry.Manifest(JsonNode manifest))) {
                throw new BackupRefused("the backup does not begin as one", null);
            }
            Set<String> migrations = new HashSet<>();
            manifest.path("migrations").forEach(name -> migrations.add(name.asString()));
            try (Rebuild rebuild = place.database()
                    .map(url -> Rebuild.of(url, migrations))
                    .orElseGet(() -> Rebuild.of(place.file(), migrations))) {
                new Filling(rebuild, progress).all(archive);
                return new Outcome(summary, rebuild.finish(time.millis()));
            }
        }
    }

    /// Writes entries into the database that is being made.
    private final class Filling {
        private final Rebuild rebuild;
        private final LongConsumer progress;
        private final Map<String, byte[]> keys = new LinkedHashMap<>();
        private final Map<String, Path> scratch = new HashMap<>();
        private final Vault vault;
        private List<String> columns = List.of();
        private String table = "";
        private String insert = "";
        private long done;

        Filling(Rebuild rebuild, LongConsumer progress) {
            this.rebuild = rebuild;
            this.progress = progress;
            this.vault = new Vault(place.master(), tenant -> new byte[0], time, random);
        }

        void all(ArchiveReader archive) throws IOException {
            while (true) {
                switch (archive.next()) {
                    case Entry.Key(String tenant, byte[] key) -> keys.put(tenant, key);
                    case Entry.TableStart start -> begin(start);
                    case Entry.Values(var values) -> row(values);
                    case Entry.Sequence(String name, String column, long last) ->
                        rebuild.lastNumber(name, column, name.equals("event_log") ? last + EVENTS_LEFT_OUT : last);
                    case Entry.StoredObject object -> store(object);
                    case Entry.Manifest _ -> throw new BackupRefused("the backup begins twice", null);
                    case Entry.End _ -> {
                        progress.accept(done);
                        return;
                    }
                }
            }
        }

        /// What a migration itself put into the table is in the backup as well.
        private void begin(Entry.TableStart start) {
            table = start.name();
            columns = start.columns();
            insert = Schema.insert(table, columns);
            rebuild.write(tx -> tx.update("DELETE FROM " + table));
        }

        private void row(@Nullable Object[] values) {
            if (table.equals("tenant")) {
                String tenant = String.valueOf(values[columns.indexOf("id")]);
                byte[] key = keys.get(tenant);
                if (key == null) {
                    throw new BackupRefused("the backup has no key of the tenant " + tenant, null);
                }
                values[columns.indexOf("wrapped_key")] = vault.wrapped(tenant, key);
            }
            rebuild.write(tx -> tx.update(insert, values));
            count();
        }

        private void count() {
            if (++done % ROWS_A_COMMIT == 0) {
                rebuild.commit();
                progress.accept(done);
            }
        }

        /// Names are never used twice, so one that is there already is the same file.
        private void store(Entry.StoredObject object) throws IOException {
            Path folder = place.file().toAbsolutePath().resolveSibling("scratch");
            OwnerOnlyFile.folder(folder);
            Path file = folder.resolve("restored-" + scratch.size());
            scratch.put(object.name(), file);
            try {
                Files.copy(object.content(), file, StandardCopyOption.REPLACE_EXISTING);
                place.store().put(object.name(), file);
            } finally {
                Files.deleteIfExists(file);
            }
            count();
        }
    }
}
