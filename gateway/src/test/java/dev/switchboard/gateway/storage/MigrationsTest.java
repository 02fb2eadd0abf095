// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.storage.schema.DefaultSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    private static List<String> names(String database) throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/db/migration", database))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void bothDatabasesHaveTheSameMigrations() throws IOException {
        assertThat(names("postgresql")).isEqualTo(names("sqlite"));
    }

    /// A database that says it has them all is not looked at any further.
    @Test
    void buildCountsTheMigrations() throws IOException {
        assertThat(names("sqlite")).hasSize(Migrations.COUNT);
    }

    @Test
    void everySessionTableCarriesTenantAndFence() {
        List<Table<?>> tables = DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
                .filter(table -> table.field("session_ref") != null)
                .filter(table -> !table.getName().equals("idempotency"))
                .toList();
        assertThat(tables).hasSizeGreaterThan(15);
        for (Table<?> table : tables) {
            assertThat(columns(table)).as(table.getName()).contains("tenant_id", "fence");
        }
    }

    /// The Java names of tables and columns come from SQLite's schema, so PostgreSQL's has to be the same.
    @Test
    void everyColumnIsInTheDatabaseThatWasMigrated(@TempDir Path folder) {
        try (Database database = TestDatabase.open(folder)) {
            for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
                int rows = database.read(tx ->
                        tx.dsl().select(table.fields()).from(table).fetch().size());
                assertThat(rows).as(table.getName()).isGreaterThanOrEqualTo(0);
            }
        }
    }

    private static List<String> columns(Table<?> table) {
        return table.fieldStream().map(Field::getName).toList();
    }
}
