// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The rows of setups: one for each person of a tenant.
final class SetupStore {
    private final JsonMapper json;

    SetupStore(JsonMapper json) {
        this.json = json;
    }

    /// A setup as it stands.
    record Run(Choices choices, Instant startedAt, Instant updatedAt, Optional<Instant> finishedAt) {}

    Optional<Run> find(ReadTx tx, Caller caller) {
        return tx.one(
                "SELECT choices, started_at, updated_at, finished_at FROM setup_run WHERE tenant_id = ? AND actor = ?",
                this::run,
                caller.tenant().value(),
                caller.actor());
    }

    private Run run(Row row) {
        return new Run(
                json.readValue(row.text(1), Choices.class),
                row.time(2),
                row.time(3),
                Optional.ofNullable(row.timeOrNull(4)));
    }

    void keep(WriteTx tx, Caller caller, Choices choices, Instant now) {
        tx.update(
                "INSERT INTO setup_run (tenant_id, actor, choices, started_at, updated_at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (tenant_id, actor) DO UPDATE SET choices = excluded.choices,"
                        + " updated_at = excluded.updated_at, finished_at = NULL",
                caller.tenant().value(),
                caller.actor(),
                json.writeValueAsString(choices),
                now,
                now);
    }

    static void finish(WriteTx tx, Caller caller, Instant now) {
        tx.update(
                "UPDATE setup_run SET finished_at = ?, updated_at = ? WHERE tenant_id = ? AND actor = ?",
                now,
                now,
                caller.tenant().value(),
                caller.actor());
    }

    static void forget(WriteTx tx, Caller caller) {
        tx.update(
                "DELETE FROM setup_run WHERE tenant_id = ? AND actor = ?",
                caller.tenant().value(),
                caller.actor());
    }

    /// Whether an account of the tenant is linked, or somebody of it has been through the setup.
    static boolean settled(ReadTx tx, TenantId tenant) {
        return tx.number("SELECT count(*) FROM session WHERE tenant_id = ? AND linked = 1", tenant.value())
                        + tx.number(
                                "SELECT count(*) FROM setup_run WHERE tenant_id = ? AND finished_at IS NOT NULL",
                                tenant.value())
                > 0;
    }
}
