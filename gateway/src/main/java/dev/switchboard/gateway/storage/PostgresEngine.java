// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.fault.StorageFailed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// A PostgreSQL database. One gateway at a time has it, which a lock held by the writer's connection sees to: so
/// numbers of events are given out in the order of commits, and what is kept in memory stays true.
final class PostgresEngine implements Engine {
    private static final int READERS = 8;

    /// Taken on the database by the gateway that has it; any number of ours will do.
    private static final long GATEWAY_LOCK = 0x5357_4244_4743_4f57L;

    private static final String NO_TABLE = "42P01";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /// Tables, whose sequences go along with them, and functions by name and kinds of arguments.
    private static final String MOVABLE =
            "SELECT 'TABLE ' || quote_ident(tablename) FROM pg_tables WHERE schemaname = ?"
                    + " UNION ALL SELECT 'FUNCTION ' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')'"
                    + " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ?";

    private final DatabaseUrl url;
    private final Optional<Set<String>> only;

    PostgresEngine(DatabaseUrl url, Optional<Set<String>> only) {
        this.url = url;
        this.only = only;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public void migrate() {
        try (Connection connection = connect()) {
            if (applied(connection) == Migrations.COUNT) {
                return;
            }
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
        Migrations.apply(
                Migrations.flyway()
                        .dataSource(jdbcUrl(), url.user(), url.password().orElse("")),
                Dialect.POSTGRESQL,
                only);
    }

    private static int applied(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM flyway_schema_history WHERE success AND type = 'SQL'")) {
            return rows.next() ? rows.getInt(1) : 0;
        } catch (SQLException e) {
            if (NO_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    /// Whether a gateway has ever kept anything here.
    static boolean isUsed(DatabaseUrl url) {
        try (Connection connection = new PostgresEngine(url, Optional.empty()).connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM tenant")) {
            return rows.next() && rows.getInt(1) > 0;
        } catch (SQLException e) {
            if (NO_TABLE.equals(e.getSQLState())) {
                return false;
            }
            throw ReadTx.failed(e);
        }
    }

    @Override
    public WriteTx writer() {
        Connection connection = connect();
        try {
            takeLock(connection);
        } catch (ConfigurationRefused | StorageFailed e) {
            new ReadTx(connection, Dialect.POSTGRESQL).close();
            throw e;
        }
        return new WriteTx(connection, Dialect.POSTGRESQL);
    }

    /// A gateway that has just stopped, or died, lets go of the lock as soon as the server notices.
    private void takeLock(Connection connection) {
        try (var statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '5s'");
            statement.execute("SELECT pg_advisory_lock(" + GATEWAY_LOCK + ")");
            statement.execute("SET lock_timeout = 0");
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new ConfigurationRefused("the database " + url
                        + " is in use (expected: one gateway at a time); stop the other gateway first");
            }
            throw ReadTx.failed(e);
        }
    }

    @Override
    public ReadTx reader() {
        Connection connection = connect();
        try (var statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
        return new ReadTx(connection, Dialect.POSTGRESQL);
    }

    @Override
    public ReadTx snapshot() {
        Connection connection = connect();
        try {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
        ReadTx tx = new ReadTx(connection, Dialect.POSTGRESQL);
        tx.number("SELECT count(*) FROM tenant");
        return tx;
    }

    @Override
    public int readers() {
        return READERS;
    }

    /// The server looks after itself.
    @Override
    public AutoCloseable caretaker() {
        return () -> {};
    }

    /// Runs statements that change the schema, in one transaction.
    void run(List<String> statements) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }

    /// Puts the tables and functions of one schema into the place of those in use, which go to a third.
    ///
    /// @return whether there was something to put aside
    boolean exchange(String fresh, String former) {
        ReadTx reader = reader();
        String current;
        List<String> coming;
        List<String> going;
        try {
            current = reader.one("SELECT current_schema()", row -> row.text(1)).orElse("public");
            coming = reader.list(MOVABLE, row -> row.text(1), fresh, fresh);
            going = reader.list(MOVABLE, row -> row.text(1), current, current).stream()
                    .filter(coming::contains)
                    .toList();
        } finally {
            reader.close();
        }
        List<String> statements = new ArrayList<>();
        if (!going.isEmpty()) {
            statements.add("CREATE SCHEMA " + former);
            going.forEach(name -> statements.add(moved(name, current, former)));
        }
        coming.forEach(name -> statements.add(moved(name, fresh, current)));
        statements.add("DROP SCHEMA " + fresh);
        run(statements);
        return !going.isEmpty();
    }

    private static String moved(String what, String from, String to) {
        int space = what.indexOf(' ');
        return "ALTER " + what.substring(0, space) + " \"" + from + "\"." + what.substring(space + 1) + " SET SCHEMA \""
                + to + "\"";
    }

    private String jdbcUrl() {
        StringBuilder text = new StringBuilder("jdbc:postgresql://");
        text.append(url.host()).append(':').append(url.port()).append('/');
        text.append(URLEncoder.encode(url.name(), StandardCharsets.UTF_8));
        String separator = "?";
        for (var option : url.options().entrySet()) {
            text.append(separator).append(option.getKey()).append('=');
            text.append(URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8));
            separator = "&";
        }
        return text.toString();
    }

    private Connection connect() {
        Properties properties = new Properties();
        properties.setProperty("user", url.user());
        url.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("ApplicationName", "switchboard");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "120");
        try {
            return DriverManager.getConnection(jdbcUrl(), properties);
        } catch (SQLException e) {
            throw new StorageFailed("the database " + url + " cannot be reached: " + state(e), e);
        }
    }

    private static String state(SQLException e) {
        return "SQL state " + e.getSQLState();
    }
}
