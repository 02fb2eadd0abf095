// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.FenceLost;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The writer's open transaction as one job sees it.
public final class WriteTx extends ReadTx {
    private final List<Runnable> afterCommit = new ArrayList<>();

    WriteTx(Connection connection) {
        super(connection);
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
    /// starts with it; as there is one writer, what it saw holds until the commit.
    public void guard(long sessionRef, long fence) {
        if (number("SELECT count(*) FROM session WHERE ref = ? AND fence = ?", sessionRef, fence) == 0) {
            throw new FenceLost(sessionRef, fence);
        }
    }

    /// Runs once the transaction is durable, in the order of the jobs, on the writer's thread: it must be quick.
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /// Begins a transaction that holds the write lock from here on. Said in SQL, since the driver's own transactions
    /// begin
    /// anew right after each commit, which would keep the lock and a snapshot while the writer is idle.
    void begin() {
        execute("BEGIN IMMEDIATE");
    }

    void commit() {
        execute("COMMIT");
    }

    void rollback() {
        execute("ROLLBACK");
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
    }

    List<Runnable> takeActions() {
        List<Runnable> actions = List.copyOf(afterCommit);
        afterCommit.clear();
        return actions;
    }
}
