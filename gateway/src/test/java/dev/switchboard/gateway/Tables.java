// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.storage.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The database of a data folder from outside, whichever engine the run is on.
final class Tables {
    private Tables() {}

    static Connection connection(Path folder) throws SQLException {
        return TestDatabase.onPostgres()
                ? TestDatabase.connection(TestDatabase.server(folder))
                : DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("switchboard.db"));
    }

    /// Changes what nobody should; `ZEROS(n)` stands for so many zero bytes.
    static void change(Path folder, String... statements) throws SQLException {
        try (Connection db = connection(folder);
                var statement = db.createStatement()) {
            for (String sql : statements) {
                String own = TestDatabase.onPostgres()
                        ? sql.replaceAll("ZEROS\\((\\d+)\\)", "decode(repeat('00', $1), 'hex')")
                        : sql.replace("ZEROS(", "zeroblob(");
                assertThat(statement.executeUpdate(own)).as(sql).isNotNegative();
            }
        }
    }

    /// The values of the first column of what a question finds.
    static List<String> values(Path folder, String question) throws SQLException {
        try (Connection db = connection(folder);
                var rows = db.createStatement().executeQuery(question)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /// Every value of every column of every table, one a line.
    static String dump(Path folder) throws SQLException, IOException {
        if (TestDatabase.onPostgres()) {
            return TestDatabase.dump(folder, "switchboard.db");
        }
        StringBuilder all = new StringBuilder();
        try (Connection db = connection(folder);
                var tables = db.createStatement()
                        .executeQuery("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
            while (tables.next()) {
                dump(db, tables.getString(1), all);
            }
        }
        return all.toString();
    }

    private static void dump(Connection db, String table, StringBuilder all) throws SQLException {
        try (var rows = db.createStatement().executeQuery("SELECT * FROM \"" + table + "\"")) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    byte[] value = rows.getBytes(i);
                    all.append(value == null ? "" : new String(value, StandardCharsets.ISO_8859_1))
                            .append('\n');
                }
            }
        }
    }
}
