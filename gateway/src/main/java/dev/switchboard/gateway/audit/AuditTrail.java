// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import static dev.switchboard.gateway.storage.schema.Tables.AUDIT_ENTRY;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/// Looks things up in the audit.
public final class AuditTrail {
    private final Database database;

    public AuditTrail(Database database) {
        this.database = database;
    }

    /// What is wanted.
    ///
    /// @param session only of this session
    /// @param visible only of these sessions; empty = of all, and what belongs to none
    public record Wanted(
            TenantId tenant,
            Optional<String> session,
            Set<String> visible,
            Optional<AuditType> type,
            Optional<String> actor,
            Optional<String> action,
            Optional<Instant> from,
            Optional<Instant> until) {
        public Wanted {
            visible = Set.copyOf(visible);
        }

        /// All of a tenant that is visible.
        public static Wanted of(TenantId tenant, Optional<String> session, Set<String> visible) {
            return new Wanted(
                    tenant,
                    session,
                    visible,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        private Condition condition() {
            Condition which = AUDIT_ENTRY.TENANT_ID.eq(tenant.value());
            if (session.isPresent()) {
                which = which.and(AUDIT_ENTRY.SESSION_ID.eq(session.get()));
            }
            if (!visible.isEmpty()) {
                which = which.and(AUDIT_ENTRY.SESSION_ID.in(visible));
            }
            if (type.isPresent()) {
                which = which.and(AUDIT_ENTRY.TYPE.eq(type.get().text()));
            }
            if (actor.isPresent()) {
                which = which.and(AUDIT_ENTRY.ACTOR.eq(actor.get()));
            }
            if (action.isPresent()) {
                which = which.and(AUDIT_ENTRY.ACTION.eq(action.get()));
            }
            if (from.isPresent()) {
                which = which.and(AUDIT_ENTRY.AT.ge(from.get().toEpochMilli()));
            }
            if (until.isPresent()) {
                which = which.and(AUDIT_ENTRY.AT.lt(until.get().toEpochMilli()));
            }
            return which;
        }
    }

    /// The newest entries, and how many there are.
    public AuditPage newest(Wanted wanted, int limit) {
        return database.read(tx -> new AuditPage(
                list(tx.dsl(), wanted, Long.MAX_VALUE, limit), tx.dsl().fetchCount(AUDIT_ENTRY, wanted.condition())));
    }

    /// Entries before a number, newest first.
    public List<Link.Entry> before(Wanted wanted, long seq, int limit) {
        return database.read(tx -> list(tx.dsl(), wanted, seq, limit));
    }

    private static List<Link.Entry> list(org.jooq.DSLContext dsl, Wanted wanted, long before, int limit) {
        return dsl.selectFrom(AUDIT_ENTRY)
                .where(wanted.condition())
                .and(AUDIT_ENTRY.SEQ.lt(before))
                .orderBy(AUDIT_ENTRY.SEQ.desc())
                .limit(limit)
                .fetch(AuditTrail::entry);
    }

    private static Link.Entry entry(Record row) {
        return new Link.Entry(
                row.get(AUDIT_ENTRY.TENANT_ID),
                row.get(AUDIT_ENTRY.SEQ),
                row.get(AUDIT_ENTRY.AT),
                row.get(AUDIT_ENTRY.TYPE),
                row.get(AUDIT_ENTRY.ACTOR),
                row.get(AUDIT_ENTRY.ACTION),
                row.get(AUDIT_ENTRY.SESSION_ID),
                row.get(AUDIT_ENTRY.SUBJECT),
                row.get(AUDIT_ENTRY.OUTCOME),
                row.get(AUDIT_ENTRY.ROUTE),
                personal(
                        row.get(AUDIT_ENTRY.PERSON),
                        row.get(AUDIT_ENTRY.PERSON_SALT),
                        row.get(AUDIT_ENTRY.PERSON_MARK)),
                personal(
                        row.get(AUDIT_ENTRY.ORIGIN),
                        row.get(AUDIT_ENTRY.ORIGIN_SALT),
                        row.get(AUDIT_ENTRY.ORIGIN_MARK)),
                Bytes.of(row.get(AUDIT_ENTRY.DIGEST)));
    }

    private static Link.Personal personal(@Nullable String value, byte @Nullable [] salt, byte @Nullable [] mark) {
        return new Link.Personal(value, salt == null ? null : Bytes.of(salt), mark == null ? null : Bytes.of(mark));
    }
}
