// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.StorageFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// The schema's history: which migrations there are, and their application.
final class Migrations {
    /// How many there are, counted by the build. They are the same for all databases.
    static final int COUNT = count();

    private Migrations() {}

    private static int count() {
        try (var in = Migrations.class.getResourceAsStream("/db/migrations.count")) {
            if (in == null) {
                throw new IllegalStateException("db/migrations.count is missing (expected: written by the build)");
            }
            return Integer.parseInt(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip());
        } catch (java.io.IOException e) {
            throw new StorageFailed("db/migrations.count cannot be read", e);
        }
    }

    /// Applies what is missing, up to a version or all of it.
    static void apply(FluentConfiguration flyway, Dialect dialect, Optional<String> upTo) {
        flyway.locations("classpath:db/migration/" + (dialect == Dialect.SQLITE ? "sqlite" : "postgresql"))
                .loggers("slf4j")
                .outOfOrder(true);
        upTo.ifPresent(flyway::target);
        flyway.load().migrate();
    }

    static FluentConfiguration flyway() {
        return Flyway.configure(Migrations.class.getClassLoader());
    }

    /// Whether the table is there, as far as this connection sees.
    static boolean hasTable(Connection connection, String table) throws SQLException {
        try (var tables = connection.getMetaData().getTables(null, null, table, new String[] {"TABLE"})) {
            return tables.next();
        }
    }
}
