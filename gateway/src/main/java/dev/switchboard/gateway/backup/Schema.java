// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.schema.DefaultSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/// The tables of this program, as its schema tells them: so a table that is added is in the next backup.
final class Schema {
    private static final List<Table<?>> TABLES = ordered();

    private Schema() {}

    /// All tables, each after those that it refers to.
    static List<Table<?>> tables() {
        return TABLES;
    }

    static Table<?> table(String name) {
        return TABLES.stream()
                .filter(table -> table.getName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new BackupRefused("the backup has the table " + name + ", which is not known here", null));
    }

    private static List<Table<?>> ordered() {
        Set<Table<?>> done = new LinkedHashSet<>();
        DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
                .sorted(Comparator.comparing(Table::getName))
                .forEach(table -> add(table, done));
        return List.copyOf(done);
    }

    private static void add(Table<?> table, Set<Table<?>> done) {
        if (done.contains(table)) {
            return;
        }
        for (ForeignKey<?, ?> reference : table.getReferences()) {
            Table<?> parent = reference.getKey().getTable();
            if (!parent.equals(table)) {
                add(parent, done);
            }
        }
        done.add(table);
    }

    static List<String> columns(Table<?> table) {
        return table.fieldStream().map(Field::getName).toList();
    }

    /// A table's values as the kinds that its columns have. Rows of SQLite may hold others.
    static @Nullable Object[] values(Table<?> table, Row row) {
        Field<?>[] fields = table.fields();
        @Nullable Object[] values = new @Nullable Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            Class<?> kind = fields[i].getType();
            if (kind == byte[].class) {
                values[i] = row.bytesOrNull(i + 1);
            } else if (kind == String.class) {
                values[i] = row.textOrNull(i + 1);
            } else if (kind == Float.class || kind == Double.class) {
                values[i] = row.realOrNull(i + 1);
            } else {
                values[i] = row.numberOrNull(i + 1);
            }
        }
        return values;
    }

    static String select(Table<?> table) {
        return "SELECT " + String.join(", ", columns(table)) + " FROM " + table.getName();
    }

    static String insert(String table, List<String> columns) {
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (?"
                + ", ?".repeat(columns.size() - 1) + ")";
    }

    /// The column whose numbers the database gives out, for tables that number their rows.
    static Optional<String> counted(Table<?> table) {
        return table.fieldStream()
                .filter(field -> field.getDataType().identity())
                .map(Field::getName)
                .findFirst();
    }

    /// The last number that was given out, also if its row is gone.
    static long last(ReadTx tx, Table<?> table, String column) {
        return switch (tx.dialect()) {
            case SQLITE -> tx.number("SELECT seq FROM sqlite_sequence WHERE name = ?", table.getName());
            case POSTGRESQL ->
                tx.number(
                        "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(?, ?) AS regclass))",
                        table.getName(),
                        column);
        };
    }

    /// Names of tables whose rows belong to one session, in order: those with its number, then what hangs on them.
    static List<Table<?>> ofSession() {
        List<Table<?>> found = new ArrayList<>();
        for (Table<?> table : TABLES) {
            if (table.field("session_ref") != null) {
                found.add(table);
            }
        }
        return found;
    }
}
