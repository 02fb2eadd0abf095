// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Contact lists and saved filters. Safe for any thread.
public final class ContactLists {
    /// The form of an id.
    public static final String ID = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

    private static final String COLUMNS = "l.ref, l.id, l.name, l.description, l.created_at, l.updated_at,"
            + " (SELECT count(*) FROM contact_list_member m WHERE m.list_ref = l.ref)";

    private final Database database;
    private final People people;
    private final AuditLog audit;
    private final InstantSource time;
    private final JsonMapper json;

    public ContactLists(Database database, People people, AuditLog audit, InstantSource time, JsonMapper json) {
        this.database = database;
        this.people = people;
        this.audit = audit;
        this.time = time;
        this.json = json;
    }

    /// A list of people.
    public record ContactList(
            long ref,
            String id,
            String name,
            Optional<String> description,
            long members,
            Instant createdAt,
            Instant updatedAt) {
        @Override
        public String toString() {
            return "ContactList[" + id + "]";
        }
    }

    /// A question about people that is asked again and again.
    public record SavedFilter(String id, String name, PeopleQuery query, Instant createdAt, Instant updatedAt) {}

    public Page<ContactList> page(TenantId tenant, String after, int limit) {
        return database.read(tx -> Page.of(
                tx.list(
                        "SELECT " + COLUMNS
                                + " FROM contact_list l WHERE l.tenant_id = ? AND l.id > ? ORDER BY l.id LIMIT ?",
                        ContactLists::list,
                        tenant.value(),
                        after,
                        limit + 1),
                limit,
                list -> Cursor.of(list.id())));
    }

    public Optional<ContactList> find(TenantId tenant, String id) {
        return database.read(tx -> find(tx, tenant, id));
    }

    private static Optional<ContactList> find(ReadTx tx, TenantId tenant, String id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM contact_list l WHERE l.tenant_id = ? AND l.id = ?",
                ContactLists::list,
                tenant.value(),
                id);
    }

    private static ContactList list(Row row) {
        return new ContactList(
                row.number(1),
                row.text(2),
                row.text(3),
                Optional.ofNullable(row.textOrNull(4)),
                row.number(7),
                row.time(5),
                row.time(6));
    }

    /// Keeps a list under its id; its members stay.
    public ContactList save(Caller caller, String id, String name, @Nullable String description) {
        return database.write(tx -> {
            Instant now = time.instant();
            tx.update(
                    "INSERT INTO contact_list (tenant_id, id, name, description, created_at, updated_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, id) DO UPDATE"
                            + " SET name = excluded.name, description = excluded.description, updated_at = excluded.updated_at",
                    caller.tenant().value(),
                    id,
                    name,
                    description,
                    now,
                    now);
            note(tx, caller, "list.saved", id);
            return find(tx, caller.tenant(), id).orElseThrow();
        });
    }

    /// Deletes a list; the people stay. False if there is none.
    public boolean delete(Caller caller, String id) {
        return database.write(tx -> {
            note(tx, caller, "list.deleted", id);
            return tx.update(
                            "DELETE FROM contact_list WHERE tenant_id = ? AND id = ?",
                            caller.tenant().value(),
                            id)
                    == 1;
        });
    }

    /// Somebody who is to be in a list, with what is said of them.
    public record Member(Jid jid, People.Details details) {
        @Override
        public String toString() {
            return "Member[]";
        }
    }

    /// Takes people into a list, in one transaction.
    ///
    /// @return how many were not in it
    public int add(Caller caller, ContactList list, List<Member> members) {
        return database.write(tx -> {
            int added = 0;
            for (Member member : members) {
                added += join(tx, caller.tenant(), list, member) ? 1 : 0;
            }
            note(tx, caller, "list.joined", list.id());
            return added;
        });
    }

    private boolean join(WriteTx tx, TenantId tenant, ContactList list, Member member) {
        long ref = people.save(tx, tenant, member.jid(), member.details());
        boolean news = tx.update(
                        "INSERT INTO contact_list_member (list_ref, person_ref, at) VALUES (?, ?, ?)"
                                + " ON CONFLICT (list_ref, person_ref) DO NOTHING",
                        list.ref(),
                        ref,
                        time.instant())
                == 1;
        if (news) {
            people.watchers().forEach(watcher -> watcher.joined(tx, tenant, member.jid(), list.id()));
        }
        return news;
    }

    /// Takes somebody out of a list; false if they were not in it.
    public boolean remove(Caller caller, ContactList list, Jid jid) {
        return database.write(tx -> {
            note(tx, caller, "list.left", list.id());
            return PeopleStore.ref(tx, caller.tenant(), jid)
                    .map(ref -> tx.update(
                                    "DELETE FROM contact_list_member WHERE list_ref = ? AND person_ref = ?",
                                    list.ref(),
                                    ref)
                            == 1)
                    .orElse(false);
        });
    }

    public Page<SavedFilter> filters(TenantId tenant, String after, int limit) {
        return database.read(tx -> Page.of(
                tx.list(
                        "SELECT id, name, definition, created_at, updated_at FROM saved_filter"
                                + " WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                        this::filter,
                        tenant.value(),
                        after,
                        limit + 1),
                limit,
                filter -> Cursor.of(filter.id())));
    }

    public Optional<SavedFilter> filter(TenantId tenant, String id) {
        return database.read(tx -> tx.one(
                "SELECT id, name, definition, created_at, updated_at FROM saved_filter WHERE tenant_id = ? AND id = ?",
                this::filter,
                tenant.value(),
                id));
    }

    private SavedFilter filter(Row row) {
        return new SavedFilter(
                row.text(1), row.text(2), json.readValue(row.text(3), PeopleQuery.class), row.time(4), row.time(5));
    }

    /// Keeps a filter under its id.
    public SavedFilter saveFilter(Caller caller, String id, String name, PeopleQuery query) {
        database.write(tx -> {
            Instant now = time.instant();
            note(tx, caller, "filter.saved", id);
            return tx.update(
                    "INSERT INTO saved_filter (tenant_id, id, name, definition, created_at, updated_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, id) DO UPDATE"
                            + " SET name = excluded.name, definition = excluded.definition, updated_at = excluded.updated_at",
                    caller.tenant().value(),
                    id,
                    name,
                    json.writeValueAsString(query),
                    now,
                    now);
        });
        return filter(caller.tenant(), id).orElseThrow();
    }

    public boolean deleteFilter(Caller caller, String id) {
        return database.write(tx -> {
            note(tx, caller, "filter.deleted", id);
            return tx.update(
                            "DELETE FROM saved_filter WHERE tenant_id = ? AND id = ?",
                            caller.tenant().value(),
                            id)
                    == 1;
        });
    }

    private void note(WriteTx tx, Caller caller, String action, String id) {
        audit.note(tx, new AuditEntry(caller.tenant(), AuditType.SYSTEM, caller.actor(), action, null, id));
    }
}
