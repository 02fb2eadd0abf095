// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where every test of the gateway gets its database from: SQLite in the test's folder or, in the second run of the
/// tests (`-Dswitchboard.test.database=postgresql`), a database of its own on a real PostgreSQL server.
public final class TestDatabase {
    private static final String TEMPLATE =
            "switchboard_template_" + ProcessHandle.current().pid();
    private static final Map<Path, DatabaseUrl> OF_FOLDERS = new HashMap<>();

    private static int made;
    private static boolean templated;

    private TestDatabase() {}

    /// Whether this run is on PostgreSQL.
    public static boolean onPostgres() {
        return "postgresql".equals(System.getProperty("switchboard.test.database"));
    }

    /// For the settings of a gateway on this folder: the same folder has the same database again.
    public static Optional<DatabaseUrl> of(Path folder) {
        return onPostgres() ? Optional.of(server(folder)) : Optional.empty();
    }

    /// Opens the database of this folder.
    public static Database open(Path folder) {
        return of(folder).map(Database::open).orElseGet(() -> Database.open(folder.resolve("test.db")));
    }

    /// The folder's database on the server, whatever the run.
    public static synchronized DatabaseUrl server(Path folder) {
        return OF_FOLDERS.computeIfAbsent(folder.toAbsolutePath(), _ -> fresh());
    }

    /// A database with nothing in it, not even tables, for this folder.
    public static synchronized DatabaseUrl empty(Path folder) {
        DatabaseUrl url = made(Integer.toString(++made), "template0");
        OF_FOLDERS.put(folder.toAbsolutePath(), url);
        return url;
    }

    /// An address as a setting says it, for a gateway in another process.
    public static String text(DatabaseUrl url) {
        String password = url.password().map(word -> ":" + word).orElse("");
        return "postgres://" + url.user() + password + "@" + url.host() + ":" + url.port() + "/" + url.name();
    }

    private static DatabaseUrl fresh() {
        if (!templated) {
            templated = true;
            DatabaseUrl template = create(TEMPLATE, "template0");
            new PostgresEngine(template, Optional.empty()).migrate();
        }
        return made(Integer.toString(++made), TEMPLATE);
    }

    private static DatabaseUrl made(String number, String template) {
        return create("switchboard_" + ProcessHandle.current().pid() + "_" + number, template);
    }

    private static DatabaseUrl create(String name, String template) {
        DatabaseUrl server = DatabaseUrl.parse(PostgresServer.shared().url());
        try (Connection connection = connection(server);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server.withName(name);
    }

    /// Everything that is stored for this folder, to look for what must not be there.
    ///
    /// @param file the name that the database has there, if it is a file
    public static String dump(Path folder, String file) throws IOException {
        StringBuilder all = new StringBuilder();
        if (!onPostgres()) {
            for (String name : List.of(file, file + "-wal")) {
                if (Files.exists(folder.resolve(name))) {
                    all.append(Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1));
                }
            }
            return all.toString();
        }
        DatabaseUrl url = server(folder);
        try (Connection connection = connection(url);
                var tables = connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                dump(connection, tables.getString("TABLE_NAME"), all);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return all.toString();
    }

    private static void dump(Connection connection, String table, StringBuilder all) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM " + table)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    Object value = rows.getObject(i);
                    all.append(value instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : value)
                            .append('\n');
                }
            }
        }
    }

    /// A plain connection, to do what the gateway would not.
    public static Connection connection(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + url.host() + ":" + url.port() + "/" + url.name(),
                url.user(),
                url.password().orElse(""));
    }
}
