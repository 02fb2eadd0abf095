// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.hours;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Keeps when each tenant is open. Safe for many threads.
public final class Hours {
    private final Database database;
    private final InstantSource time;
    private final JsonMapper json;

    public Hours(Database database, InstantSource time, JsonMapper json) {
        this.database = database;
        this.time = time;
        this.json = json;
    }

    /// What was said; empty if nothing was.
    public Optional<BusinessHours> said(TenantId tenant) {
        return database.read(tx -> said(tx, tenant));
    }

    /// As [#said(TenantId)], within a transaction.
    public Optional<BusinessHours> said(ReadTx tx, TenantId tenant) {
        return tx.one("SELECT definition FROM business_hours WHERE tenant_id = ?", row -> row.text(1), tenant.value())
                .map(text -> json.readValue(text, BusinessHours.class));
    }

    public void put(TenantId tenant, BusinessHours hours) {
        String text = json.writeValueAsString(hours);
        database.write(tx -> tx.update(
                "INSERT INTO business_hours (tenant_id, definition, updated_at) VALUES (?, ?, ?)"
                        + " ON CONFLICT (tenant_id) DO UPDATE SET definition = excluded.definition,"
                        + " updated_at = excluded.updated_at",
                tenant.value(),
                text,
                time.instant()));
    }
}
