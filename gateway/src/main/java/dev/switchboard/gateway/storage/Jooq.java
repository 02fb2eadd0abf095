// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import java.sql.Connection;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/// Sets up jOOQ, when it is first needed.
final class Jooq {
    private static final Settings SETTINGS =
            new Settings().withExecuteLogging(false).withRenderSchema(false).withRenderCatalog(false);

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private Jooq() {}

    static DSLContext on(Connection connection, Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> DSL.using(connection, SQLDialect.SQLITE, SETTINGS);
            case POSTGRESQL -> DSL.using(new NulFree(connection), SQLDialect.POSTGRES, SETTINGS);
        };
    }
}
