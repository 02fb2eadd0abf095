// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.tenant.Tenant;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes sessions that came to nothing: at rest for a week and never linked to an account. What was linked once has a
/// history, and is removed by hand only.
public final class SessionCleanup {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int PAGE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(SessionCleanup.class);

    private final Sessions sessions;
    private final Tenants tenants;
    private final InstantSource time;
    private final String standing;

    /// @param standing the session that is always there
    public SessionCleanup(Sessions sessions, Tenants tenants, InstantSource time, String standing) {
        this.sessions = sessions;
        this.tenants = tenants;
        this.time = time;
        this.standing = standing;
    }

    /// Cleans up among the sessions of all tenants.
    public void everywhere() {
        int removed = 0;
        for (Tenant tenant : tenants.all()) {
            removed += run(new Caller(tenant.id(), "system", Role.OWNER)).size();
        }
        if (removed > 0) {
            LOG.info("{} sessions that were never linked have been removed after a week", removed);
        }
    }

    /// Cleans up among the caller's sessions; the answer is the ids of those that are gone.
    public List<String> run(Caller caller) {
        Instant before = time.instant().minus(WEEK);
        List<String> removed = new ArrayList<>();
        String after = "";
        while (true) {
            var page = sessions.page(caller.tenant(), after, PAGE);
            for (Session session : page.items()) {
                if (dead(session, before) && caller.sees(session.key().id())) {
                    sessions.delete(caller, session);
                    removed.add(session.key().id());
                }
            }
            Optional<String> next = Optional.ofNullable(page.next());
            if (next.isEmpty()) {
                return removed;
            }
            after = next.get();
        }
    }

    private boolean dead(Session session, Instant before) {
        return session.status().state().atRest()
                && session.account().isEmpty()
                && !session.linked()
                && session.updatedAt().isBefore(before)
                && !session.key().id().equals(standing);
    }
}
