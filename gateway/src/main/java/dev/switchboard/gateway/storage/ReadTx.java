// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.StorageFailed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/// Questions to the database, through jOOQ ([#dsl()]) or, where it is hot, through plain statements that stay prepared.
/// Belongs to one connection and one thread at a time.
public sealed class ReadTx permits WriteTx {
    private static final int PREPARED_LIMIT = 128;
    private static final int FETCHED = 500;
    final Connection connection;
    private final Dialect dialect;
    private @Nullable DSLContext dsl;
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(64, 0.75f, true);

    ReadTx(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /// Which database this is, for SQL that cannot be the same on all.
    public final Dialect dialect() {
        return dialect;
    }

    /// jOOQ on this connection.
    public final DSLContext dsl() {
        DSLContext made = dsl;
        if (made == null) {
            made = Jooq.on(connection, dialect);
            dsl = made;
        }
        return made;
    }

    /// All rows of a query.
    public final <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try (ResultSet rows = bound(sql, parameters).executeQuery()) {
            List<T> result = new ArrayList<>();
            Row row = new Row(rows);
            while (rows.next()) {
                result.add(reader.read(row));
            }
            return result;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Goes through the rows of a query, however many.
    public final void each(String sql, Consumer<Row> consumer, @Nullable Object... parameters) {
        try {
            PreparedStatement statement = bound(sql, parameters);
            statement.setFetchSize(FETCHED);
            try (ResultSet rows = statement.executeQuery()) {
                Row row = new Row(rows);
                while (rows.next()) {
                    consumer.accept(row);
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The first row of a query, if there is one.
    public final <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try (ResultSet rows = bound(sql, parameters).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(new Row(rows))) : Optional.empty();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The number in the first column of the first row, or 0.
    public final long number(String sql, @Nullable Object... parameters) {
        try (ResultSet rows = bound(sql, parameters).executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    final PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statement(sql);
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known != null) {
            return known;
        }
        if (prepared.size() >= PREPARED_LIMIT) {
            var eldest = prepared.entrySet().iterator();
            eldest.next().getValue().close();
            eldest.remove();
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        prepared.put(sql, statement);
        return statement;
    }

    private void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(index, null);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
            case String text -> statement.setString(index, dialect == Dialect.SQLITE ? text : NulFree.text(text));
            case Double number -> statement.setDouble(index, number);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Instant time -> statement.setLong(index, time.toEpochMilli());
            default -> throw new IllegalArgumentException("parameter " + index + ": " + value.getClass());
        }
    }

    static StorageFailed failed(SQLException e) {
        return new StorageFailed("database error " + e.getErrorCode() + " " + e.getSQLState(), e);
    }

    /// Whether the connection still stands.
    boolean usable() {
        try {
            return !connection.isClosed();
        } catch (SQLException _) {
            return false;
        }
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
