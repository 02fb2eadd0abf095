// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.InstantSource;

/// The tenants' themes.
public final class Themes {
    private final Database database;
    private final AuditLog audit;
    private final InstantSource time;

    public Themes(Database database, AuditLog audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    public Theme of(TenantId tenant) {
        return database.read(tx -> tx.one(
                        "SELECT name, color, language, logo FROM theme WHERE tenant_id = ?",
                        row -> new Theme(row.textOrNull(1), row.textOrNull(2), row.textOrNull(3), row.textOrNull(4)),
                        tenant.value()))
                .orElse(Theme.NONE);
    }

    void put(Caller caller, Theme theme) {
        database.write(tx -> {
            tx.update(
                    "INSERT INTO theme (tenant_id, name, color, language, logo, updated_at) VALUES (?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (tenant_id) DO UPDATE SET name = excluded.name, color = excluded.color,"
                            + " language = excluded.language, logo = excluded.logo, updated_at = excluded.updated_at",
                    caller.tenant().value(),
                    theme.name(),
                    theme.color(),
                    theme.language(),
                    theme.logo(),
                    time.instant());
            audit.note(
                    tx, new AuditEntry(caller.tenant(), AuditType.SYSTEM, caller.actor(), "theme.changed", null, null));
            return true;
        });
    }
}
