// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import static dev.switchboard.gateway.storage.schema.Tables.AUDIT;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record;

/// Reads the audit.
public final class AuditTrail {
    private final Database database;

    public AuditTrail(Database database) {
        this.database = database;
    }

    /// The newest entries.
    ///
    /// @param session only of this session; empty = of all
    /// @param visible only of these sessions; empty = of all
    public AuditPage newest(TenantId tenant, Optional<String> session, Set<String> visible, int limit) {
        Condition which = AUDIT.TENANT_ID.eq(tenant.value());
        if (session.isPresent()) {
            which = which.and(AUDIT.SESSION_ID.eq(session.get()));
        }
        if (!visible.isEmpty()) {
            which = which.and(AUDIT.SESSION_ID.in(visible));
        }
        Condition wanted = which;
        return database.read(tx -> {
            List<AuditPage.Item> items = tx.dsl()
                    .selectFrom(AUDIT)
                    .where(wanted)
                    .orderBy(AUDIT.REF.desc())
                    .limit(limit)
                    .fetch(AuditTrail::item);
            return new AuditPage(items, tx.dsl().fetchCount(AUDIT, wanted));
        });
    }

    private static AuditPage.Item item(Record row) {
        return new AuditPage.Item(
                Instant.ofEpochMilli(row.get(AUDIT.AT)),
                new AuditEntry(
                        new TenantId(row.get(AUDIT.TENANT_ID)),
                        AuditType.of(row.get(AUDIT.TYPE)),
                        row.get(AUDIT.ACTOR),
                        row.get(AUDIT.ACTION),
                        row.get(AUDIT.SESSION_ID),
                        row.get(AUDIT.SUBJECT)));
    }
}
