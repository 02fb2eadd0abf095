// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jooq.tools.jdbc.DefaultPreparedStatement;

/// PostgreSQL has no text with the character 0 in it; the world does. It is left out on the way in.
final class NulFree extends DefaultConnection {
    NulFree(Connection connection) {
        super(connection);
    }

    static String text(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return new Statement(super.prepareStatement(sql));
    }

    private static final class Statement extends DefaultPreparedStatement {
        Statement(PreparedStatement statement) {
            super(statement);
        }

        @Override
        public void setString(int index, @org.jspecify.annotations.Nullable String value) throws SQLException {
            super.setString(index, value == null ? null : text(value));
        }
    }
}
