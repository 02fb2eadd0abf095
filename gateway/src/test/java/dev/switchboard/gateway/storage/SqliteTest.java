// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is true of SQLite alone.
class SqliteTest {
    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void idleWriterHoldsNoLock() {
        for (int i = 0; i < 40; i++) {
            int number = i;
            database.write(tx ->
                    tx.update("INSERT INTO installation (name, value) VALUES (?, zeroblob(262144))", "big" + number));
        }
        try (Database other = TestDatabase.open(folder)) {
            assertThat(other.write(put("from elsewhere"))).isEqualTo(1);
        }
        assertThat(database.write(put("here again"))).isEqualTo(1);
    }

    @Test
    void syncsEveryCommit() {
        long synchronous = database.write(tx -> tx.number("PRAGMA synchronous"));
        assertThat(synchronous).isEqualTo(2);
        Optional<String> journal = database.write(tx -> tx.one("PRAGMA journal_mode", row -> row.text(1)));
        assertThat(journal).contains("wal");
    }

    private static WriteJob<Integer> put(String name) {
        return tx -> tx.update("INSERT INTO installation (name, value) VALUES (?, ?)", name, new byte[] {1});
    }
}
