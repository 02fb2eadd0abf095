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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// SQLite in a file, with a write-ahead log, fsynced at every commit.
final class SqliteEngine implements Engine {
    /// Pages in the log after which the writer itself moves them over, should the checkpointer fall behind.
    private static final int CHECKPOINT_OF_LAST_RESORT = 20_000;

    /// Cache sizes in KB, as the pragma wants them: negative.
    private static final int WRITER_CACHE = -8_192;

    private static final int READER_CACHE = -2_048;
    private static final int BUSY_MILLIS = 10_000;
    private static final int READERS = 4;

    private final Path file;
    private final String url;
    private final Optional<Set<String>> only;

    /// @param only the migrations to apply; empty for all
    SqliteEngine(Path file, Optional<Set<String>> only) {
        this.file = file.toAbsolutePath();
        this.url = "jdbc:sqlite:" + this.file;
        this.only = only;
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    /// A file that says it is up to date is believed, as asking the migration tool costs a good part of a start.
    @Override
    public void migrate() {
        makeFiles();
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            if (number(statement, "PRAGMA user_version") != Migrations.COUNT) {
                Migrations.apply(Migrations.flyway().dataSource(url, null, null), Dialect.SQLITE, only);
                if (only.isEmpty()) {
                    statement.execute("PRAGMA user_version = " + Migrations.COUNT);
                }
            }
            forgetWords(statement);
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }

    /// Lets the words of a text leave the search index with the text, and not when parts of the index are merged.
    private static void forgetWords(Statement statement) throws SQLException {
        if (number(statement, "SELECT count(*) FROM sqlite_master WHERE name = 'message_text_config'") == 1
                && number(statement, "SELECT count(*) FROM message_text_config WHERE k = 'secure-delete'") == 0) {
            statement.execute("INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1)");
        }
    }

    private static int number(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return answer.next() ? answer.getInt(1) : 0;
        }
    }

    /// The engine gives the files beside the database the permissions of the database itself.
    private void makeFiles() {
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

    @Override
    public WriteTx writer() {
        return new WriteTx(connect(Access.WRITE), Dialect.SQLITE);
    }

    @Override
    public ReadTx reader() {
        return new ReadTx(connect(Access.READ), Dialect.SQLITE);
    }

    /// In a write-ahead log a transaction sees what there was at its first question.
    @Override
    public ReadTx snapshot() {
        Connection connection = connect(Access.READ);
        try (var statement = connection.createStatement()) {
            statement.execute("BEGIN");
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
        ReadTx tx = new ReadTx(connection, Dialect.SQLITE);
        tx.number("SELECT count(*) FROM tenant");
        return tx;
    }

    @Override
    public int readers() {
        return READERS;
    }

    @Override
    public AutoCloseable caretaker() {
        return new Checkpointer(connect(Access.CHECKPOINT), Path.of(file + "-wal"));
    }

    private enum Access {
        READ,
        WRITE,
        CHECKPOINT
    }

    private Connection connect(Access access) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false); // nobody asks; the driver would parse each statement for it
        config.setPragma(SQLiteConfig.Pragma.TEMP_STORE, "MEMORY");
        config.setCacheSize(access == Access.WRITE ? WRITER_CACHE : READER_CACHE);
        try {
            Connection connection = DriverManager.getConnection(url, config.toProperties());
            try (var statement = connection.createStatement()) {
                switch (access) {
                    case READ -> statement.execute("PRAGMA query_only = 1");
                    case WRITE -> {
                        statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_OF_LAST_RESORT);
                        statement.execute("PRAGMA secure_delete = FAST"); // zeroes where pages are written anyway
                    }
                    case CHECKPOINT -> statement.execute("PRAGMA wal_autocheckpoint = 0");
                }
            }
            return connection;
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }
}
