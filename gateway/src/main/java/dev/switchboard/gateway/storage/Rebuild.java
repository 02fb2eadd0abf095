// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.fault.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Makes a database anew beside the one that is there, and puts it in its place when it is whole. Until then, and
/// after a crash, the old one is as it was; afterwards it is kept under another name.
public abstract sealed class Rebuild implements AutoCloseable {
    private final WriteTx tx;
    private boolean open;

    private Rebuild(Engine engine) {
        engine.migrate();
        this.tx = engine.writer();
    }

    /// Begins in a file's folder.
    ///
    /// @param migrations those that the rows to come went through
    public static Rebuild of(Path file, Set<String> migrations) {
        return new OfFile(file, known(migrations));
    }

    /// Begins in a PostgreSQL database that no gateway uses.
    public static Rebuild of(DatabaseUrl url, Set<String> migrations) {
        return new OfServer(url, known(migrations));
    }

    private static Set<String> known(Set<String> migrations) {
        migrations.stream()
                .filter(name -> !Migrations.isKnown(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new BackupRefused(
                            "the backup's schema has " + name
                                    + ", which this version does not know (expected: a backup of this"
                                    + " version or an earlier one)",
                            null);
                });
        return migrations;
    }

    /// Writes some rows.
    public void write(Consumer<WriteTx> rows) {
        if (!open) {
            tx.begin();
            open = true;
        }
        rows.accept(tx);
    }

    /// Makes what was written durable.
    public void commit() {
        if (open) {
            tx.commit();
            open = false;
        }
    }

    /// Says what the last number was that a table gave out.
    public abstract void lastNumber(String table, String column, long last);

    /// Applies the migrations that the rows have not been through, and takes the old one's place.
    ///
    /// @param number tells apart what is put aside, such as the time
    /// @return where the former database is; empty if there was none
    public final Optional<String> finish(long number) {
        commit();
        tx.close();
        return takePlace(number);
    }

    abstract Optional<String> takePlace(long number);

    @Override
    public void close() {
        if (tx.usable()) {
            tx.close();
        }
    }

    private static final class OfFile extends Rebuild {
        private final Path file;
        private final Path fresh;

        OfFile(Path file, Set<String> migrations) {
            super(new SqliteEngine(cleared(file), Optional.of(migrations)));
            this.file = file;
            this.fresh = beside(file);
        }

        private static Path beside(Path file) {
            return file.resolveSibling(file.getFileName() + ".restoring");
        }

        private static Path cleared(Path file) {
            try {
                for (String end : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(Path.of(beside(file) + end));
                }
                return beside(file);
            } catch (IOException e) {
                throw new StorageFailed("a former restore's files cannot be removed", e);
            }
        }

        @Override
        public void lastNumber(String table, String column, long last) {
            write(tx -> {
                if (tx.update("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", last, table) == 0) {
                    tx.update("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, last);
                }
            });
        }

        @Override
        Optional<String> takePlace(long number) {
            new SqliteEngine(fresh, Optional.empty()).migrate();
            emptyLog(fresh);
            Optional<String> former = Optional.empty();
            try {
                if (Files.exists(file)) {
                    emptyLog(file);
                    Path aside = file.resolveSibling(file.getFileName() + ".before-restore-" + number);
                    Files.createLink(aside, file);
                    former = Optional.of(aside.toString());
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new StorageFailed("the new database cannot be put into its place", e);
            }
            return former;
        }

        /// Afterwards the file is the whole database.
        private static void emptyLog(Path database) {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database.toAbsolutePath());
                    var statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            } catch (SQLException e) {
                throw ReadTx.failed(e);
            }
        }
    }

    private static final class OfServer extends Rebuild {
        private static final String FRESH = "switchboard_restoring";

        private final DatabaseUrl url;

        OfServer(DatabaseUrl url, Set<String> migrations) {
            super(new PostgresEngine(cleared(url), Optional.of(migrations)));
            this.url = url;
        }

        private static DatabaseUrl cleared(DatabaseUrl url) {
            PostgresEngine plain = new PostgresEngine(url, Optional.empty());
            plain.run(List.of("DROP SCHEMA IF EXISTS " + FRESH + " CASCADE", "CREATE SCHEMA " + FRESH));
            Map<String, String> options = new HashMap<>(url.options());
            options.put("currentSchema", FRESH);
            return new DatabaseUrl(url.host(), url.port(), url.name(), url.user(), url.password(), options);
        }

        @Override
        public void lastNumber(String table, String column, long last) {
            write(tx -> tx.number("SELECT setval(pg_get_serial_sequence(?, ?), ?)", table, column, Math.max(1, last)));
        }

        /// Tables and what belongs to them change their schemas, all in one transaction.
        @Override
        Optional<String> takePlace(long number) {
            Map<String, String> options = new HashMap<>(url.options());
            options.put("currentSchema", FRESH);
            new PostgresEngine(
                            new DatabaseUrl(url.host(), url.port(), url.name(), url.user(), url.password(), options),
                            Optional.empty())
                    .migrate();
            String former = "switchboard_before_restore_" + number;
            return new PostgresEngine(url, Optional.empty()).exchange(FRESH, former)
                    ? Optional.of("the schema " + former)
                    : Optional.empty();
        }
    }
}
