// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.StorageFailed;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// The embedded database: SQLite with a write-ahead log, fsynced at every commit. All writes go through one thread that
/// groups commits; reads have connections of their own. Safe for use by many threads; callers wait on plain calls.
public final class Database implements AutoCloseable {
    /// Pages in the log after which the writer itself moves them over, should the checkpointer fall behind.
    private static final int CHECKPOINT_OF_LAST_RESORT = 20_000;

    /// Says which migrations there are: raised by one with every new one, whatever its number.
    static final int SCHEMA = 18;

    /// Cache sizes in KB, as the pragma wants them: negative.
    private static final int WRITER_CACHE = -8_192;

    private static final int READER_CACHE = -2_048;

    private static final int BUSY_MILLIS = 10_000;

    private final Writer writer;
    private final Readers readers;
    private final Checkpointer checkpointer;

    private Database(Writer writer, Readers readers, Checkpointer checkpointer) {
        this.writer = writer;
        this.readers = readers;
        this.checkpointer = checkpointer;
    }

    /// Opens the database in a file, making it and bringing its schema up to date as needed.
    public static Database open(Path file) {
        makeFiles(file.toAbsolutePath());
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        migrate(url);
        return new Database(
                new Writer(new WriteTx(connect(url, Access.WRITE))),
                new Readers(() -> new ReadTx(connect(url, Access.READ))),
                new Checkpointer(connect(url, Access.CHECKPOINT), Path.of(file.toAbsolutePath() + "-wal")));
    }

    /// The engine gives the files beside the database the permissions of the database itself.
    private static void makeFiles(Path file) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            OwnerOnlyFile.file(file);
            for (String beside : List.of("-wal", "-shm")) {
                Path left = Path.of(file + beside);
                if (Files.exists(left)) {
                    OwnerOnlyFile.file(left);
                }
            }
        } catch (IOException e) {
            throw new StorageFailed("the database file cannot be made", e);
        }
    }

    /// Runs the job in a transaction and returns its answer when that is durable.
    public <T> T write(WriteJob<T> job) {
        return submit(job).await();
    }

    /// Queues the job; its answer can be awaited.
    public <T> PendingWrite<T> submit(WriteJob<T> job) {
        if (writer.isWriterThread()) {
            throw new IllegalStateException("a write inside a write");
        }
        return writer.submit(job);
    }

    /// Asks on one of the reading connections.
    public <T> T read(Function<ReadTx, T> question) {
        return readers.read(question);
    }

    /// Transactions and jobs committed since the start: their ratio shows how well commits group.
    public Totals totals() {
        return new Totals(writer.commits(), writer.jobs());
    }

    /// Counters of the writer.
    public record Totals(long commits, long jobs) {}

    /// Commits what is queued, then closes all connections.
    @Override
    public void close() {
        writer.close();
        checkpointer.close();
        readers.close();
    }

    /// Brings the schema up to date. A file that says it is up to date is believed, as asking the migration tool costs
    /// a good
    /// part of a start.
    private static void migrate(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            try (var version = statement.executeQuery("PRAGMA user_version")) {
                if (version.next() && version.getInt(1) == SCHEMA) {
                    return;
                }
            }
            applyMigrations(url);
            statement.execute("PRAGMA user_version = " + SCHEMA);
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }

    private static void applyMigrations(String url) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(url, null, null)
                .locations("classpath:db/migration/sqlite")
                .loggers("slf4j")
                .outOfOrder(true)
                .load()
                .migrate();
    }

    private enum Access {
        READ,
        WRITE,
        CHECKPOINT
    }

    private static Connection connect(String url, Access access) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.TEMP_STORE, "MEMORY");
        config.setCacheSize(access == Access.WRITE ? WRITER_CACHE : READER_CACHE);
        try {
            Connection connection = DriverManager.getConnection(url, config.toProperties());
            try (var statement = connection.createStatement()) {
                switch (access) {
                    case READ -> statement.execute("PRAGMA query_only = 1");
                    case WRITE -> statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_OF_LAST_RESORT);
                    case CHECKPOINT -> statement.execute("PRAGMA wal_autocheckpoint = 0");
                }
            }
            return connection;
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }
}
