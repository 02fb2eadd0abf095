// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.personal;

import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Whether contents of messages are kept, for each tenant and session, and how long things are. Safe for many threads.
public final class DataPolicies {
    /// The tenant's own policy has no session.
    private static final String ALL = "";

    private static final int KEPT_LIMIT = 50_000;

    private final Database database;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    public DataPolicies(Database database) {
        this.database = database;
    }

    /// Whether contents of a session's messages are kept. Asked often, so it is remembered; not what a reader found,
    /// since somebody may decide otherwise while it reads.
    public boolean contents(ReadTx tx, TenantId tenant, String session) {
        String name = tenant.value() + "/" + session;
        Boolean before = known.get(name);
        if (before != null) {
            return before;
        }
        boolean kept =
                decided(tx, tenant, session).or(() -> decided(tx, tenant, ALL)).orElse(true);
        if (tx instanceof WriteTx) {
            if (known.size() >= KEPT_LIMIT) {
                known.clear();
            }
            known.put(name, kept);
        }
        return kept;
    }

    private static Optional<Boolean> decided(ReadTx tx, TenantId tenant, String session) {
        return tx.one(
                "SELECT contents FROM data_policy WHERE tenant_id = ? AND session_id = ?",
                row -> row.flag(1),
                tenant.value(),
                session);
    }

    /// What the tenant says about contents; empty = nothing, so they are kept.
    public Optional<Boolean> ofTenant(TenantId tenant) {
        return database.read(tx -> decided(tx, tenant, ALL));
    }

    /// What is said about contents for a session; empty = as the tenant says.
    public Optional<Boolean> ofSession(SessionKey session) {
        return database.read(tx -> decided(tx, session.tenant(), session.id()));
    }

    /// Says whether the tenant's contents are kept.
    public void decide(WriteTx tx, TenantId tenant, Optional<Boolean> contents) {
        decide(tx, tenant, ALL, contents);
    }

    /// Says whether a session's contents are kept; empty = as the tenant says.
    public void decide(WriteTx tx, SessionKey session, Optional<Boolean> contents) {
        decide(tx, session.tenant(), session.id(), contents);
    }

    private void decide(WriteTx tx, TenantId tenant, String session, Optional<Boolean> contents) {
        if (contents.isEmpty()) {
            tx.update("DELETE FROM data_policy WHERE tenant_id = ? AND session_id = ?", tenant.value(), session);
        } else {
            tx.update(
                    "INSERT INTO data_policy (tenant_id, session_id, contents) VALUES (?, ?, ?)"
                            + " ON CONFLICT (tenant_id, session_id) DO UPDATE SET contents = excluded.contents, wiped = 0",
                    tenant.value(),
                    session,
                    contents.get());
        }
        known.clear();
        tx.afterCommit(known::clear);
    }

    /// The tenants that keep no contents, wholly or in a session.
    public List<TenantId> withoutContents() {
        return database.read(tx -> tx.list(
                "SELECT DISTINCT tenant_id FROM data_policy WHERE contents = 0 ORDER BY tenant_id",
                row -> new TenantId(row.text(1))));
    }

    /// Whether a tenant has decided to keep no contents and still has some from before.
    public boolean unwiped(TenantId tenant) {
        return database.read(tx -> tx.number(
                        "SELECT count(*) FROM data_policy WHERE tenant_id = ? AND contents = 0 AND wiped = 0",
                        tenant.value()))
                > 0;
    }

    /// Notes that what a tenant had from before is gone.
    public void wiped(TenantId tenant) {
        database.write(tx ->
                tx.update("UPDATE data_policy SET wiped = 1 WHERE tenant_id = ? AND contents = 0", tenant.value()));
    }

    /// How many days a tenant keeps things; what is not named is kept for good.
    public Map<Kept, Integer> days(TenantId tenant) {
        Map<Kept, Integer> days = new EnumMap<>(Kept.class);
        database.read(tx -> tx.list(
                        "SELECT kind, days FROM retention WHERE tenant_id = ?",
                        row -> Map.entry(row.text(1), (int) row.number(2)),
                        tenant.value()))
                .forEach(rule -> Kept.of(rule.getKey()).ifPresent(kind -> days.put(kind, rule.getValue())));
        return days;
    }

    /// Says how many days a tenant keeps things, instead of what was said before.
    public void keep(WriteTx tx, TenantId tenant, Map<Kept, Integer> days) {
        tx.update("DELETE FROM retention WHERE tenant_id = ?", tenant.value());
        days.forEach((kind, count) -> tx.update(
                "INSERT INTO retention (tenant_id, kind, days) VALUES (?, ?, ?)", tenant.value(), kind.text(), count));
    }
}
