// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of an answer; columns are counted from 1. Valid only inside the [RowReader] it is handed to.
public final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    /// A text that cannot be null.
    public String text(int column) {
        return required(textOrNull(column), column);
    }

    public @Nullable String textOrNull(int column) {
        try {
            return rows.getString(column);
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }

    /// A number; 0 for null.
    public long number(int column) {
        try {
            return rows.getLong(column);
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }

    public @Nullable Long numberOrNull(int column) {
        long value = number(column);
        try {
            return rows.wasNull() ? null : value;
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }

    public boolean flag(int column) {
        return number(column) != 0;
    }

    public byte[] bytes(int column) {
        return required(bytesOrNull(column), column);
    }

    public byte @Nullable [] bytesOrNull(int column) {
        try {
            return rows.getBytes(column);
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }

    public Instant time(int column) {
        return Instant.ofEpochMilli(number(column));
    }

    public @Nullable Instant timeOrNull(int column) {
        Long millis = numberOrNull(column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    public @Nullable Double realOrNull(int column) {
        try {
            double value = rows.getDouble(column);
            return rows.wasNull() ? null : value;
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }

    private static <T> T required(@Nullable T value, int column) {
        if (value == null) {
            throw new IllegalStateException("column " + column + ": null (expected: a value)");
        }
        return value;
    }
}
