// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    /// A database that says it has this schema is not looked at any further.
    @Test
    void schemaCountsTheMigrations() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/db/migration/sqlite"))) {
            assertThat(files).hasSize(Database.SCHEMA);
        }
    }
}
