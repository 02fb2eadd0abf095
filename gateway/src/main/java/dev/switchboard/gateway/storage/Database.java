// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The database: SQLite in a file, or PostgreSQL. All writes go through one thread that groups commits; reads have
/// connections of their own. Safe for use by many threads; callers wait on plain calls.
public final class Database implements AutoCloseable {
    private final Engine engine;
    private final Changes changes = new Changes();
    private final Writer writer;
    private final Readers readers;
    private final AutoCloseable caretaker;

    private Database(Engine engine) {
        engine.migrate();
        this.engine = engine;
        this.writer = new Writer(engine, changes);
        this.readers = new Readers(engine);
        this.caretaker = engine.caretaker();
    }

    /// Opens the database in a file, making it and bringing its schema up to date as needed.
    public static Database open(Path file) {
        return new Database(new SqliteEngine(file, Optional.empty()));
    }

    /// Opens a PostgreSQL database and brings its schema up to date as needed.
    public static Database open(DatabaseUrl url) {
        return new Database(new PostgresEngine(url, Optional.empty()));
    }

    /// Whether a gateway has ever kept anything there.
    public static boolean isUsed(DatabaseUrl url) {
        return PostgresEngine.isUsed(url);
    }

    /// The migrations that the database has been through, by their files' names.
    public static Set<String> migrations(ReadTx tx) {
        return Set.copyOf(tx.list(
                tx.dialect() == Dialect.SQLITE
                        ? "SELECT script FROM flyway_schema_history WHERE success = 1 AND type = 'SQL'"
                        : "SELECT script FROM flyway_schema_history WHERE success AND type = 'SQL'",
                row -> row.text(1)));
    }

    /// What it is.
    public Dialect dialect() {
        return engine.dialect();
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

    /// Names somebody who is told, on the writer's thread, when rows of a table have changed (see [WriteTx#changed]).
    public void onChange(String table, Runnable action) {
        changes.listen(table, action);
    }

    /// Asks on one of the reading connections.
    public <T> T read(Function<ReadTx, T> question) {
        return readers.read(question);
    }

    /// Asks many questions of the database as it is at this moment, while others go on writing.
    public <T> T snapshot(Function<ReadTx, T> questions) {
        ReadTx tx = engine.snapshot();
        try {
            return questions.apply(tx);
        } finally {
            tx.close();
        }
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
        try {
            caretaker.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("closing the database", e);
        }
        readers.close();
    }
}
