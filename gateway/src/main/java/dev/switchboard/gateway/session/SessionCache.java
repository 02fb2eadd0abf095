// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Sessions as they were read last, so that requests need not ask the database for them. Whatever changes a session
/// makes it forget all of them, before whoever changed it goes on; what was read meanwhile is not kept.
final class SessionCache {
    private static final int LIMIT = 20_000;

    private final Map<Name, Session> known = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    private record Name(TenantId tenant, String id) {}

    Optional<Session> find(TenantId tenant, String id, Supplier<Optional<Session>> reader) {
        Name name = new Name(tenant, id);
        Session kept = known.get(name);
        if (kept != null) {
            return Optional.of(kept);
        }
        long before = changes.get();
        Optional<Session> read = reader.get();
        read.ifPresent(session -> keep(name, session, before));
        return read;
    }

    private void keep(Name name, Session session, long before) {
        if (known.size() >= LIMIT) {
            known.clear();
        }
        known.put(name, session);
        if (changes.get() != before) {
            known.remove(name, session);
        }
    }

    /// A session has changed.
    void forget() {
        changes.incrementAndGet();
        known.clear();
    }
}
