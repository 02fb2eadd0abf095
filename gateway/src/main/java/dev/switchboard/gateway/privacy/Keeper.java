// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.privacy;

import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.audit.Audits;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.media.MediaOfPeople;
import dev.switchboard.gateway.messaging.MessagesOfPeople;
import dev.switchboard.gateway.personal.DataPolicies;
import dev.switchboard.gateway.personal.Kept;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.webhook.DeliveriesOfPeople;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what is over its time, and what somebody said where contents are not kept: every minute, in small
/// transactions. It also seals the audit's chains once an hour.
public final class Keeper extends AfterSessions {
    /// How long contents that are not to be kept can be read by live readers, and files be fetched.
    static final Duration HELD = Duration.ofMinutes(10);

    private static final Duration FILES_HELD = Duration.ofHours(1);
    private static final Duration TURN = Duration.ofMinutes(1);
    private static final Duration SEALING = Duration.ofHours(1);
    private static final int PAGE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Map<Kept, AuditType> AUDIT_KINDS = Map.of(
            Kept.AUDIT_MESSAGE, AuditType.MESSAGE,
            Kept.AUDIT_ACCESS, AuditType.ACCESS,
            Kept.AUDIT_SYSTEM, AuditType.SYSTEM,
            Kept.AUDIT_CONNECTION, AuditType.CONNECTION);

    private final Database database;
    private final DataPolicies policies;
    private final Sessions sessions;
    private final Stores stores;
    private final Audits audits;
    private final AuditLog audit;
    private final InstantSource time;
    private Instant sealed = Instant.MIN;

    /// The features that things are taken away from.
    public record Stores(
            MessagesOfPeople messages,
            MediaOfPeople media,
            EventLog events,
            DeliveriesOfPeople deliveries,
            List<PersonalData> features) {}

    /// What tells of it.
    public record Tools(Audits audits, AuditLog audit, InstantSource time) {}

    public Keeper(Database database, DataPolicies policies, Sessions sessions, Stores stores, Tools tools) {
        super("keeper", TURN);
        this.database = database;
        this.policies = policies;
        this.sessions = sessions;
        this.stores = stores;
        this.audits = tools.audits();
        this.audit = tools.audit();
        this.time = tools.time();
    }

    @Override
    protected void work() {
        try {
            turn();
        } catch (RuntimeException e) {
            LOG.error("what is over its time could not be taken away; it will be tried again", e);
        } finally {
            wakeAfter(TURN);
        }
    }

    /// Does one turn.
    public void turn() {
        Instant now = time.instant();
        policies.withoutContents().forEach(tenant -> wipe(tenant, now));
        for (TenantId tenant : audits.tenants()) {
            Map<Kept, Integer> days = policies.days(tenant);
            if (!days.isEmpty()) {
                prune(tenant, days, now);
            }
            if (!sealed.plus(SEALING).isAfter(now)) {
                audits.seal(tenant);
            }
        }
        if (!sealed.plus(SEALING).isAfter(now)) {
            sealed = now;
        }
    }

    /// Takes away what somebody said, from where it is not to be kept.
    private void wipe(TenantId tenant, Instant now) {
        long needed = stores.deliveries().firstNeeded(tenant);
        while (stores.events().wipe(tenant, needed, now.minus(HELD))) {
            // page by page
        }
        if (policies.unwiped(tenant)) {
            long newest = stores.events().newest();
            long end = Math.min(needed, newest + 1);
            stores.events().wipeAll(tenant, end, session -> !contents(tenant, session));
            if (end > newest) {
                policies.wiped(tenant);
            }
        }
        for (Session session : all(tenant)) {
            if (!contents(tenant, session.key().id())) {
                while (stores.messages().wipe(session.key().ref())) {
                    // page by page
                }
                stores.media().shorten(session.key().ref(), FILES_HELD);
                stores.features().forEach(feature -> feature.dropContents(session.key()));
            }
        }
    }

    private boolean contents(TenantId tenant, String session) {
        return database.read(tx -> policies.contents(tx, tenant, session));
    }

    private List<Session> all(TenantId tenant) {
        List<Session> found = new ArrayList<>();
        String after = "";
        while (true) {
            var page = sessions.page(tenant, after, PAGE);
            found.addAll(page.items());
            String next = page.next();
            if (next == null) {
                return found;
            }
            after = next;
        }
    }

    private void prune(TenantId tenant, Map<Kept, Integer> days, Instant now) {
        Map<AuditType, Long> chains = new EnumMap<>(AuditType.class);
        days.forEach((kind, count) -> {
            Instant until = now.minus(Duration.ofDays(count));
            switch (kind) {
                case MESSAGES -> messages(tenant, until);
                case MEDIA -> stores.media().shorten(tenant, Duration.ofDays(count));
                case EVENTS -> events(tenant, until);
                case DELIVERIES -> stores.deliveries().prune(tenant, until);
                case AUDIT_MESSAGE, AUDIT_ACCESS, AUDIT_SYSTEM, AUDIT_CONNECTION -> {
                    AuditType type = AUDIT_KINDS.get(kind);
                    if (type != null) {
                        chains.put(type, until.toEpochMilli());
                    }
                }
            }
        });
        long removed = audits.prune(tenant, chains);
        if (removed > 0) {
            database.write(tx -> {
                audit.note(
                        tx,
                        new AuditEntry(
                                tenant, AuditType.SYSTEM, "system", "audit.pruned", null, Long.toString(removed)));
                return true;
            });
        }
    }

    private void messages(TenantId tenant, Instant until) {
        for (Session session : all(tenant)) {
            while (stores.messages().prune(session.key().ref(), until)) {
                // page by page
            }
        }
    }

    private void events(TenantId tenant, Instant until) {
        long needed = stores.deliveries().firstNeeded(tenant);
        while (stores.events().prune(tenant, needed, until)) {
            // page by page
        }
    }
}
