// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of automations and of their versions.
final class FlowStore {
    private static final String COLUMNS = "ref, tenant_id, id, session_ref, session_id, name, market_id, version,"
            + " definition, settings, config, enabled, position, next_at, created_at, updated_at";

    private FlowStore() {}

    /// A version of an automation.
    record Version(int version, String name, String definition, String settings, String actor, Instant createdAt) {
        @Override
        public String toString() {
            return "Version[" + version + "]";
        }
    }

    static long insert(WriteTx tx, Flow flow, String actor) {
        long ref = tx.number(
                "INSERT INTO automation_flow (tenant_id, id, session_ref, session_id, fence, name, market_id, version, definition,"
                        + " settings, config, enabled, position, next_at, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, COALESCE((SELECT fence FROM session WHERE ref = ?), 0), ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, ?) RETURNING ref",
                flow.tenant().value(),
                flow.id(),
                flow.sessionRef(),
                flow.session(),
                flow.sessionRef(),
                flow.name(),
                flow.market().orElse(null),
                flow.version(),
                flow.text(),
                flow.settings(),
                flow.config().orElse(null),
                flow.enabled(),
                flow.position(),
                flow.nextAt(),
                flow.createdAt(),
                flow.updatedAt());
        keepVersion(tx, ref, flow, actor);
        return ref;
    }

    static void keepVersion(WriteTx tx, long ref, Flow flow, String actor) {
        tx.update(
                "INSERT INTO automation_version (automation_ref, version, name, definition, settings, actor, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (automation_ref, version) DO NOTHING",
                ref,
                flow.version(),
                flow.name(),
                flow.text(),
                flow.settings(),
                actor,
                flow.updatedAt());
    }

    /// Writes everything that can change.
    static void update(WriteTx tx, Flow flow) {
        tx.update(
                "UPDATE automation_flow SET session_ref = ?, session_id = ?, name = ?, version = ?, definition = ?,"
                        + " settings = ?, config = ?, enabled = ?, position = ?, next_at = ?, updated_at = ? WHERE ref = ?",
                flow.sessionRef(),
                flow.session(),
                flow.name(),
                flow.version(),
                flow.text(),
                flow.settings(),
                flow.config().orElse(null),
                flow.enabled(),
                flow.position(),
                flow.nextAt(),
                flow.updatedAt(),
                flow.ref());
    }

    static void nextAt(WriteTx tx, long ref, @Nullable Instant at) {
        tx.update("UPDATE automation_flow SET next_at = ? WHERE ref = ?", at, ref);
    }

    static void delete(WriteTx tx, Flow flow) {
        tx.update("DELETE FROM automation_flow WHERE ref = ?", flow.ref());
    }

    static Optional<Flow> find(ReadTx tx, TenantId tenant, String id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM automation_flow WHERE tenant_id = ? AND id = ?",
                FlowStore::flow,
                tenant.value(),
                id);
    }

    static Optional<Flow> find(ReadTx tx, long ref) {
        return tx.one("SELECT " + COLUMNS + " FROM automation_flow WHERE ref = ?", FlowStore::flow, ref);
    }

    static List<Flow> page(ReadTx tx, TenantId tenant, @Nullable String session, long after, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM automation_flow WHERE tenant_id = ? AND ref > ?"
                        + " AND (? = '' OR session_id = ?) ORDER BY ref LIMIT ?",
                FlowStore::flow,
                tenant.value(),
                after,
                session == null ? "" : session,
                session == null ? "" : session,
                limit);
    }

    static long count(ReadTx tx, TenantId tenant) {
        return tx.number("SELECT count(*) FROM automation_flow WHERE tenant_id = ?", tenant.value());
    }

    /// Those that are enabled, in the order in which they are asked.
    static List<Flow> enabled(ReadTx tx, TenantId tenant) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM automation_flow WHERE tenant_id = ? AND enabled = 1 ORDER BY position, ref",
                FlowStore::flow,
                tenant.value());
    }

    /// The tenants that have some enabled.
    static List<TenantId> tenants(ReadTx tx) {
        return tx.list(
                "SELECT DISTINCT tenant_id FROM automation_flow WHERE enabled = 1", row -> new TenantId(row.text(1)));
    }

    /// Those of a session that are made of the marketplace's.
    static List<Flow> ofMarket(ReadTx tx, long session) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM automation_flow WHERE session_ref = ? AND market_id IS NOT NULL ORDER BY ref",
                FlowStore::flow,
                session);
    }

    /// Those that came from before there were definitions.
    static List<Flow> withoutDefinition(ReadTx tx) {
        return tx.list("SELECT " + COLUMNS + " FROM automation_flow WHERE definition = ''", FlowStore::flow);
    }

    static List<Flow> due(ReadTx tx, Instant now) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM automation_flow WHERE next_at <= ? AND enabled = 1 ORDER BY next_at LIMIT 100",
                FlowStore::flow,
                now);
    }

    static Optional<Version> version(ReadTx tx, long ref, int version) {
        return tx.one(
                "SELECT version, name, definition, settings, actor, created_at FROM automation_version"
                        + " WHERE automation_ref = ? AND version = ?",
                FlowStore::version,
                ref,
                version);
    }

    /// Versions below one, newest first.
    static List<Version> versions(ReadTx tx, long ref, long before, int limit) {
        return tx.list(
                "SELECT version, name, definition, settings, actor, created_at FROM automation_version"
                        + " WHERE automation_ref = ? AND version < ? ORDER BY version DESC LIMIT ?",
                FlowStore::version,
                ref,
                before,
                limit);
    }

    private static Version version(Row row) {
        return new Version((int) row.number(1), row.text(2), row.text(3), row.text(4), row.text(5), row.time(6));
    }

    static void hook(WriteTx tx, long ref, byte[] sealed) {
        tx.update("UPDATE automation_flow SET hook_sealed = ? WHERE ref = ?", sealed, ref);
    }

    static Optional<byte[]> hook(ReadTx tx, long ref) {
        return tx.one(
                "SELECT hook_sealed FROM automation_flow WHERE ref = ? AND hook_sealed IS NOT NULL",
                row -> row.bytes(1),
                ref);
    }

    /// How far a tenant's events were looked at.
    static Optional<Long> position(ReadTx tx, TenantId tenant) {
        return tx.one(
                "SELECT position FROM automation_cursor WHERE tenant_id = ?", row -> row.number(1), tenant.value());
    }

    static void position(WriteTx tx, TenantId tenant, long position) {
        tx.update(
                "INSERT INTO automation_cursor (tenant_id, position) VALUES (?, ?)"
                        + " ON CONFLICT (tenant_id) DO UPDATE SET position = excluded.position",
                tenant.value(),
                position);
    }

    private static Flow flow(Row row) {
        return new Flow(
                row.number(1),
                new TenantId(row.text(2)),
                row.text(3),
                row.numberOrNull(4),
                row.textOrNull(5),
                row.text(6),
                Optional.ofNullable(row.textOrNull(7)),
                (int) row.number(8),
                row.text(9),
                row.text(10),
                Optional.ofNullable(row.textOrNull(11)),
                row.flag(12),
                (int) row.number(13),
                row.timeOrNull(14),
                row.time(15),
                row.time(16));
    }
}
