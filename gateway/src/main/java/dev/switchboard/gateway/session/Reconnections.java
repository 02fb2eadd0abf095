// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.provider.ReconnectPlan;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.settings.CareSettings;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which [ReconnectionPolicy] holds for whom: a session's own, else its tenant's, else the gateway's. What is set is
/// held in memory, as links ask at every step.
public final class Reconnections implements ReconnectPlan.Source {
    private final Database database;
    private final ReconnectionPolicy standard;
    private final Duration base;
    private final Map<Long, ReconnectionPolicy> sessions = new ConcurrentHashMap<>();
    private final Map<String, ReconnectionPolicy> tenants = new ConcurrentHashMap<>();

    public Reconnections(Database database, CareSettings settings) {
        this.database = database;
        this.standard = ReconnectionPolicy.of(settings.reconnectPolicy()).orElse(ReconnectionPolicy.STANDARD);
        this.base = settings.reconnectDelay();
        database.read(tx -> {
            tx.list(
                            "SELECT session_ref, policy FROM session_reconnection",
                            row -> Map.entry(row.number(1), row.text(2)))
                    .forEach(set -> known(set.getValue()).ifPresent(policy -> sessions.put(set.getKey(), policy)));
            tx.list(
                            "SELECT id, reconnection FROM tenant WHERE reconnection IS NOT NULL",
                            row -> Map.entry(row.text(1), row.text(2)))
                    .forEach(set -> known(set.getValue()).ifPresent(policy -> tenants.put(set.getKey(), policy)));
            return true;
        });
    }

    private static Optional<ReconnectionPolicy> known(String policy) {
        return ReconnectionPolicy.of(policy);
    }

    /// Which one holds, and whose it is.
    ///
    /// @param from `session`, `tenant` or `gateway`
    record Choice(ReconnectionPolicy policy, String from) {}

    @Override
    public ReconnectPlan of(SessionKey session) {
        return chosen(session).policy().plan(base);
    }

    Choice chosen(SessionKey session) {
        ReconnectionPolicy own = sessions.get(session.ref());
        return own == null ? chosen(session.tenant()) : new Choice(own, "session");
    }

    Choice chosen(TenantId tenant) {
        ReconnectionPolicy own = tenants.get(tenant.value());
        return own == null ? new Choice(standard, "gateway") : new Choice(own, "tenant");
    }

    ReconnectPlan plan(ReconnectionPolicy policy) {
        return policy.plan(base);
    }

    /// Gives a session a policy of its own.
    void set(Session session, ReconnectionPolicy policy) {
        long ref = session.key().ref();
        database.write(tx -> {
            Sessions.lease(session).guard(tx);
            return tx.update(
                    "INSERT INTO session_reconnection (session_ref, tenant_id, fence, policy) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (session_ref) DO UPDATE SET fence = excluded.fence, policy = excluded.policy",
                    ref,
                    session.key().tenant().value(),
                    session.fence(),
                    policy.text());
        });
        sessions.put(ref, policy);
    }

    /// Takes a session's own policy away.
    void clear(Session session) {
        long ref = session.key().ref();
        database.write(tx -> {
            Sessions.lease(session).guard(tx);
            return tx.update("DELETE FROM session_reconnection WHERE session_ref = ?", ref);
        });
        sessions.remove(ref);
    }

    /// Gives a tenant a policy of its own; empty takes it away.
    void set(TenantId tenant, Optional<ReconnectionPolicy> policy) {
        database.write(tx -> tx.update(
                "UPDATE tenant SET reconnection = ? WHERE id = ?",
                policy.map(ReconnectionPolicy::text).orElse(null),
                tenant.value()));
        policy.ifPresentOrElse(chosen -> tenants.put(tenant.value(), chosen), () -> tenants.remove(tenant.value()));
    }
}
