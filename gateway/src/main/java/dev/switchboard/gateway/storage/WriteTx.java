// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.FenceLost;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The writer's open transaction as one job sees it.
public final class WriteTx extends ReadTx {
    private static final String GUARD = "SELECT 1 FROM session WHERE ref = ? AND fence = ?";

    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Set<String> changed = new HashSet<>();
    private final List<Runnable> beforeCommit = new ArrayList<>();
    private final Map<Class<?>, Object> kept = new HashMap<>();
    private Optional<Origin> origin = Optional.empty();

    /// What the server calls the open transaction; empty where nothing but this process could commit it.
    private String id = "";

    WriteTx(Connection connection, Dialect dialect) {
        super(connection, dialect);
    }

    /// Changes rows; the answer is their number.
    public int update(String sql, @Nullable Object... parameters) {
        try {
            return bound(sql, parameters).executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Refuses to go on unless the session still belongs to the owner with this number. Every write of session state
    /// starts with it. What it saw holds until the commit: in SQLite as there is one writer, in PostgreSQL as the
    /// row is locked.
    public void guard(long sessionRef, long fence) {
        if (number(dialect() == Dialect.SQLITE ? GUARD : GUARD + " FOR SHARE", sessionRef, fence) == 0) {
            throw new FenceLost(sessionRef, fence);
        }
    }

    /// Changes rows by one statement and many lists of parameters.
    public void updateEach(String sql, List<@Nullable Object[]> rows) {
        try {
            for (@Nullable Object[] row : rows) {
                bound(sql, row).addBatch();
            }
            if (!rows.isEmpty()) {
                bound(sql, rows.getLast()).executeBatch();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The request that the job comes from, if it comes from one.
    public Optional<Origin> origin() {
        return origin;
    }

    void comesFrom(Optional<Origin> request) {
        origin = request;
    }

    /// What all jobs of the transaction share, made when it is first asked for.
    public <T> T shared(Class<T> kind, Supplier<T> maker) {
        return kind.cast(kept.computeIfAbsent(kind, _ -> maker.get()));
    }

    /// Runs when all jobs of the transaction are done, just before the commit; a fault there undoes them.
    public void beforeCommit(Runnable action) {
        beforeCommit.add(action);
    }

    void runLastActions() {
        origin = Optional.empty();
        beforeCommit.forEach(Runnable::run);
    }

    /// Tells caches, once this is durable, that rows of the table have changed.
    public void changed(String table) {
        changed.add(table);
    }

    Set<String> takeChanges() {
        Set<String> taken = Set.copyOf(changed);
        changed.clear();
        return taken;
    }

    /// Runs once the transaction is durable, in the order of the jobs, on the writer's thread: it must be quick.
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /// Begins a transaction that, in SQLite, holds the write lock from here on. It is said in SQL, since the driver's
    /// own transactions begin anew right after each commit: an idle writer would keep the lock and a snapshot.
    void begin() {
        if (dialect() == Dialect.SQLITE) {
            execute("BEGIN IMMEDIATE");
            return;
        }
        id = "";
        try {
            PreparedStatement both = bound("BEGIN; SELECT pg_current_xact_id()::text");
            both.execute();
            both.getMoreResults();
            try (ResultSet row = both.getResultSet()) {
                row.next();
                id = row.getString(1);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void commit() {
        execute("COMMIT");
    }

    void rollback() {
        execute("ROLLBACK");
    }

    /// The open or latest transaction as the server calls it.
    String id() {
        return id;
    }

    /// Whether a transaction that was begun on a connection since lost was committed. Waits for one that is on its way.
    boolean wasCommitted(String transaction) {
        String fate = one("SELECT pg_xact_status(CAST(CAST(? AS text) AS xid8))", row -> row.text(1), transaction)
                .orElse("unknown");
        return fate.equals("committed");
    }

    private void execute(String sql) {
        try {
            bound(sql).execute();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void forgetActions() {
        afterCommit.clear();
        changed.clear();
        beforeCommit.clear();
        kept.clear();
        origin = Optional.empty();
    }

    List<Runnable> takeActions() {
        List<Runnable> actions = List.copyOf(afterCommit);
        afterCommit.clear();
        return actions;
    }
}
