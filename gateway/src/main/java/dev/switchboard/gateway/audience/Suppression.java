// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Who gets no campaign: one list per tenant, which no campaign can bypass, as it is asked in the transaction that
/// hands a message in. Safe for any thread.
public final class Suppression {
    private static final String COLUMNS = "jid, reason, word, session_id, actor, at";

    private final Database database;
    private final EventLog events;
    private final AuditLog audit;
    private final InstantSource time;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    public Suppression(Database database, EventLog events, AuditLog audit, InstantSource time) {
        this.database = database;
        this.events = events;
        this.audit = audit;
        this.time = time;
    }

    /// Hears who opts out, in the transaction that notes it.
    public interface Watcher {
        /// Somebody wants no more, under each address by which they are known.
        void optedOut(WriteTx tx, TenantId tenant, List<Jid> person, Instant at);

        /// Somebody wants messages again.
        void optedIn(WriteTx tx, TenantId tenant, List<Jid> person, Instant at);
    }

    /// Names who hears of it; called at the start.
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /// Somebody who gets no campaign.
    ///
    /// @param reason `stop_word`, `manual`, `complaint` or `import`
    /// @param word the word they said
    /// @param session where they said it
    public record Entry(
            Jid jid, String reason, Optional<String> word, Optional<String> session, String actor, Instant at) {
        @Override
        public String toString() {
            return "Entry[" + reason + "]";
        }
    }

    /// Why somebody is put on the list, or taken off.
    record Cause(
            String reason, @Nullable String word, @Nullable String session, String actor) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Told(Address person, String reason, @Nullable String word, Instant at) {}

    /// Whether somebody known by one of these addresses gets no campaign.
    public static boolean holds(ReadTx tx, TenantId tenant, List<Jid> person) {
        return person.stream()
                .anyMatch(jid -> tx.number(
                                "SELECT count(*) FROM suppression WHERE tenant_id = ? AND jid = ?",
                                tenant.value(),
                                jid.toString())
                        > 0);
    }

    public Optional<Entry> find(TenantId tenant, Jid jid) {
        return database.read(tx -> tx.one(
                "SELECT " + COLUMNS + " FROM suppression WHERE tenant_id = ? AND jid = ?",
                Suppression::entry,
                tenant.value(),
                jid.toString()));
    }

    /// The list by address.
    public Page<Entry> page(TenantId tenant, String after, int limit) {
        return database.read(tx -> Page.of(
                tx.list(
                        "SELECT " + COLUMNS + " FROM suppression WHERE tenant_id = ? AND jid > ? ORDER BY jid LIMIT ?",
                        Suppression::entry,
                        tenant.value(),
                        after,
                        limit + 1),
                limit,
                entry -> Cursor.of(entry.jid().toString())));
    }

    private static Entry entry(Row row) {
        return new Entry(
                Jid.parse(row.text(1)),
                row.text(2),
                Optional.ofNullable(row.textOrNull(3)),
                Optional.ofNullable(row.textOrNull(4)),
                row.text(5),
                row.time(6));
    }

    /// Puts people on the list, in one transaction.
    ///
    /// @return how many were not on it
    public int add(Caller caller, List<Jid> people, String reason) {
        return database.write(tx -> {
            int added = 0;
            for (Jid jid : people) {
                added += stop(tx, caller.tenant(), List.of(jid), new Cause(reason, null, null, caller.actor())) ? 1 : 0;
            }
            note(tx, caller, "suppression.added");
            return added;
        });
    }

    /// Takes somebody off the list; false if they were not on it.
    public boolean lift(Caller caller, Jid jid) {
        return database.write(tx -> {
            note(tx, caller, "suppression.lifted");
            return start(tx, caller.tenant(), List.of(jid), new Cause("manual", null, null, caller.actor()));
        });
    }

    /// Notes that somebody wants no more; false if that was known.
    boolean stop(WriteTx tx, TenantId tenant, List<Jid> person, Cause cause) {
        Instant now = Instant.ofEpochMilli(time.millis());
        int news = 0;
        for (Jid jid : person) {
            news += tx.update(
                    "INSERT INTO suppression (tenant_id, jid, reason, word, session_id, actor, at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, jid) DO NOTHING",
                    tenant.value(),
                    jid.toString(),
                    cause.reason(),
                    cause.word(),
                    cause.session(),
                    cause.actor(),
                    now);
        }
        if (news > 0) {
            watchers.forEach(watcher -> watcher.optedOut(tx, tenant, person, now));
            tell(tx, tenant, person, EventName.CONTACT_OPTED_OUT, cause, now);
        }
        return news > 0;
    }

    /// Notes that somebody wants messages again; false if nothing was in the way.
    boolean start(WriteTx tx, TenantId tenant, List<Jid> person, Cause cause) {
        Instant now = Instant.ofEpochMilli(time.millis());
        int gone = 0;
        for (Jid jid : person) {
            gone += tx.update(
                    "DELETE FROM suppression WHERE tenant_id = ? AND jid = ?", tenant.value(), jid.toString());
        }
        if (gone > 0) {
            watchers.forEach(watcher -> watcher.optedIn(tx, tenant, person, now));
            tell(tx, tenant, person, EventName.CONTACT_OPTED_IN, cause, now);
        }
        return gone > 0;
    }

    private void tell(WriteTx tx, TenantId tenant, List<Jid> person, EventName name, Cause cause, Instant at) {
        Optional<Jid> lid = person.stream().filter(Jid::isLid).findFirst();
        Address shown = Address.of(person.getFirst(), lid);
        events.append(tx, tenant, cause.session(), name, new Told(shown, cause.reason(), cause.word(), at));
    }

    private void note(WriteTx tx, Caller caller, String action) {
        audit.note(tx, new AuditEntry(caller.tenant(), AuditType.SYSTEM, caller.actor(), action, null, null));
    }
}
