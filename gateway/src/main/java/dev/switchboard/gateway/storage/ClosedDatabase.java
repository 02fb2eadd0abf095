// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.StorageFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;

/// Looks into a database file without opening it for work: nothing in it changes, not even its schema.
public final class ClosedDatabase {
    private ClosedDatabase() {}

    /// Asks the file.
    ///
    /// @throws StorageFailed if there is none
    public static <T> T ask(Path file, Function<ReadTx, T> question) {
        if (!Files.isRegularFile(file)) {
            throw new StorageFailed("there is no database at " + file, null);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setPragma(SQLiteConfig.Pragma.TEMP_STORE, "MEMORY");
        try {
            ReadTx reader = new ReadTx(
                    DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), config.toProperties()),
                    Dialect.SQLITE);
            try {
                return question.apply(reader);
            } finally {
                reader.close();
            }
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }

    /// Asks a PostgreSQL database, which a gateway may be using meanwhile.
    public static <T> T ask(DatabaseUrl url, Function<ReadTx, T> question) {
        ReadTx reader = new PostgresEngine(url, Optional.empty()).reader();
        try {
            return question.apply(reader);
        } finally {
            reader.close();
        }
    }
}
