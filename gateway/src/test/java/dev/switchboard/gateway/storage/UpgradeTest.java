// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases of former versions become databases of this one, and what was in them stays: a row in every table, made to
/// fit the schema of that time.
class UpgradeTest {
    private static final Pattern CHOICE = Pattern.compile("(\\w+) IN\\s*\\(\\s*'([^']+)'");
    private static final Pattern TABLE = Pattern.compile("(?:CREATE|ALTER) TABLE (\\w+)");
    private static final Pattern LENGTH = Pattern.compile("length\\((\\w+)\\) = (\\d+)");

    /// Not every one of them, for the time it takes; the last one always.
    private static final int STEP = 4;

    /// Tables that a migration made anew in another shape; their own tests look at what became of the rows.
    private static final Set<String> REMADE =
            Set.of("automation", "automation_memory", "automation_task", "campaign", "campaign_message");

    @TempDir
    Path folder;

    private static List<String> history() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/db/migration/sqlite"))) {
            return files.map(file -> file.getFileName().toString())
                    .sorted(Comparator.comparingInt(UpgradeTest::number))
                    .toList();
        }
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    @Test
    void everyFormerSchemaBecomesTheNewestWithItsRows() throws Exception {
        List<String> history = history();
        for (int known = 1; known < history.size(); known += STEP) {
            upgrade(new LinkedHashSet<>(history.subList(0, known)), folder.resolve("v" + known));
        }
        upgrade(new LinkedHashSet<>(history.subList(0, history.size() - 1)), folder.resolve("previous"));
    }

    private void upgrade(Set<String> known, Path place) throws Exception {
        Files.createDirectories(place);
        Optional<DatabaseUrl> server =
                TestDatabase.onPostgres() ? Optional.of(TestDatabase.empty(place)) : Optional.empty();
        Path file = place.resolve("test.db");
        Engine former = server.<Engine>map(url -> new PostgresEngine(url, Optional.of(known)))
                .orElseGet(() -> new SqliteEngine(file, Optional.of(known)));
        former.migrate();
        Map<String, String> before;
        try (Connection connection = connection(server, file)) {
            fill(connection, known);
            before = rows(connection, Map.of());
        }
        assertThat(before).hasSizeGreaterThan(10);
        try (Database newest = server.map(Database::open).orElseGet(() -> Database.open(file));
                Connection connection = connection(server, file)) {
            assertThat(newest.read(Database::migrations)).hasSize(Migrations.COUNT);
            before.keySet().removeIf(value -> REMADE.contains(value.substring(0, value.indexOf('.'))));
            assertThat(rows(connection, before))
                    .as("after " + known.size() + " migrations")
                    .containsAllEntriesOf(before);
        }
    }

    private static Connection connection(Optional<DatabaseUrl> server, Path file) throws SQLException {
        return server.isPresent()
                ? TestDatabase.connection(server.get())
                : DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private record Column(String name, int type) {}

    private static Map<String, List<Column>> tables(Connection connection) throws SQLException {
        Map<String, List<Column>> tables = new TreeMap<>();
        try (ResultSet found = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (found.next()) {
                String table = found.getString("TABLE_NAME");
                String schema = found.getString("TABLE_SCHEM");
                boolean ours = (schema == null || schema.equals("public"))
                        && !table.startsWith("flyway")
                        && !table.startsWith("sqlite")
                        && !table.startsWith("message_text");
                if (ours) {
                    tables.put(table, new ArrayList<>());
                }
            }
        }
        for (Map.Entry<String, List<Column>> table : tables.entrySet()) {
            try (ResultSet columns = connection.getMetaData().getColumns(null, null, table.getKey(), "%")) {
                while (columns.next()) {
                    if (!columns.getString("TYPE_NAME").equals("tsvector")) {
                        table.getValue()
                                .add(new Column(
                                        columns.getString("COLUMN_NAME"), kind(columns.getString("TYPE_NAME"))));
                    }
                }
            }
        }
        return tables;
    }

    private static int kind(String type) {
        String name = type.toUpperCase(java.util.Locale.ROOT);
        if (name.contains("TEXT")) {
            return java.sql.Types.VARCHAR;
        }
        return name.contains("BLOB") || name.contains("BYTEA") ? java.sql.Types.BINARY : java.sql.Types.BIGINT;
    }

    /// One row in each table. All numbers are 1, and all texts as long as a digest, so that they refer to each other.
    private static void fill(Connection connection, Set<String> known) throws Exception {
        Map<String, String> choices = new LinkedHashMap<>();
        Map<String, Integer> lengths = new LinkedHashMap<>();
        for (String name : known) {
            String sql = Files.readString(Path.of("src/main/resources/db/migration/sqlite", name));
            for (String statement : sql.split(";", -1)) {
                Matcher table = TABLE.matcher(statement);
                Matcher choice = CHOICE.matcher(statement);
                while (table.find() && choice.find()) {
                    do {
                        choices.put(table.group(1) + "." + choice.group(1), choice.group(2));
                    } while (choice.find());
                }
            }
            Matcher length = LENGTH.matcher(sql);
            while (length.find()) {
                lengths.put(length.group(1), Integer.parseInt(length.group(2)));
            }
        }
        Map<String, List<Column>> waiting = tables(connection);
        for (int round = 0; round < 8 && !waiting.isEmpty(); round++) {
            waiting.entrySet()
                    .removeIf(table -> inserted(connection, table.getKey(), table.getValue(), choices, lengths));
        }
        assertThat(waiting.keySet()).as("tables that could not be filled").isEmpty();
    }

    /// A table whose parents are empty yet has to wait.
    private static boolean inserted(
            Connection connection,
            String table,
            List<Column> columns,
            Map<String, String> choices,
            Map<String, Integer> lengths) {
        List<String> names = columns.stream().map(Column::name).toList();
        String sql = "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (?"
                + ", ?".repeat(names.size() - 1) + ") ON CONFLICT DO NOTHING";
        try (var on = connection.createStatement()) {
            if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
                on.execute("PRAGMA foreign_keys = ON");
            }
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < names.size(); i++) {
                    Column column = columns.get(i);
                    switch (column.type()) {
                        case java.sql.Types.BIGINT -> statement.setLong(i + 1, 1);
                        case java.sql.Types.BINARY ->
                            statement.setBytes(i + 1, new byte[lengths.getOrDefault(column.name(), 32)]);
                        default ->
                            statement.setString(
                                    i + 1, choices.getOrDefault(table + "." + column.name(), "t".repeat(64)));
                    }
                }
                statement.executeUpdate();
            }
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    /// Every value, by its place; of the tables and columns that there were before, if they are named.
    private static Map<String, String> rows(Connection connection, Map<String, String> wanted) throws SQLException {
        Map<String, String> all = new TreeMap<>();
        for (Map.Entry<String, List<Column>> table : tables(connection).entrySet()) {
            for (Column column : table.getValue()) {
                String place = table.getKey() + "." + column.name();
                if (wanted.isEmpty() || wanted.containsKey(place)) {
                    try (var statement = connection.createStatement();
                            var rows = statement.executeQuery(
                                    "SELECT " + column.name() + " FROM " + table.getKey() + " ORDER BY 1")) {
                        StringBuilder values = new StringBuilder();
                        while (rows.next()) {
                            byte[] bytes = column.type() == java.sql.Types.BINARY ? rows.getBytes(1) : null;
                            values.append(bytes == null ? rows.getString(1) : "bytes " + bytes.length)
                                    .append(';');
                        }
                        all.put(place, values.toString());
                    }
                }
            }
        }
        return all;
    }
}
