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
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A tenant's people, their tags and notes. Safe for any thread.
public final class People {
    private final Database database;
    private final AuditLog audit;
    private final InstantSource time;
    private final RandomGenerator random;
    private final PeopleStore store;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    public People(Database database, AuditLog audit, InstantSource time, RandomGenerator random, JsonMapper json) {
        this.database = database;
        this.audit = audit;
        this.time = time;
        this.random = random;
        this.store = new PeopleStore(json);
    }

    /// Hears of new tags and memberships, in the transaction that makes them.
    public interface Watcher {
        /// Somebody has a tag they did not have.
        void tagged(WriteTx tx, TenantId tenant, Jid person, String tag);

        /// Somebody is in a list they were not in.
        void joined(WriteTx tx, TenantId tenant, Jid person, String list);
    }

    /// Names who hears of it; called at the start.
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    List<Watcher> watchers() {
        return watchers;
    }

    PeopleStore store() {
        return store;
    }

    /// A tag, and how many people have it.
    public record Tag(String tag, long people) {}

    /// A note on a person.
    public record Note(long ref, String id, String by, String text, Instant at) {
        @Override
        public String toString() {
            return "Note[" + id + "]";
        }
    }

    /// What is said of a person; null = stays as it is.
    public record Details(
            @Nullable String name,
            @Nullable String language,
            @Nullable Map<String, String> variables,
            @Nullable List<String> tags) {
        @Override
        public String toString() {
            return "Details[]";
        }
    }

    /// Which people there are.
    ///
    /// @param after the last row of the page before
    public Page<Person> page(TenantId tenant, PeopleQuery query, long after, int limit) {
        return database.read(tx -> Page.of(
                store.page(tx, tenant, query, after, limit + 1),
                limit,
                person -> Cursor.of(Long.toString(person.ref()))));
    }

    public long count(TenantId tenant, PeopleQuery query) {
        return database.read(tx -> store.count(tx, tenant, query));
    }

    public Optional<Person> find(TenantId tenant, Jid jid) {
        return database.read(tx -> store.find(tx, tenant, jid));
    }

    public Optional<Person> find(ReadTx tx, TenantId tenant, Jid jid) {
        return store.find(tx, tenant, jid);
    }

    /// Which people there are, within a transaction.
    public List<Person> page(ReadTx tx, TenantId tenant, PeopleQuery query, long after, int limit) {
        return store.page(tx, tenant, query, after, limit);
    }

    /// Keeps what is said of a person. Tags that are named replace those there were.
    public Person save(Caller caller, Jid jid, Details details) {
        return database.write(tx -> {
            save(tx, caller.tenant(), jid, details);
            note(tx, caller, "person.saved");
            return store.find(tx, caller.tenant(), jid).orElseThrow();
        });
    }

    long save(WriteTx tx, TenantId tenant, Jid jid, Details details) {
        Instant now = time.instant();
        long ref = PeopleStore.ensure(tx, tenant, jid, now);
        store.describe(tx, ref, details.name(), details.language(), details.variables(), now);
        List<String> tags = details.tags();
        if (tags != null) {
            store.find(tx, tenant, jid).orElseThrow().tags().stream()
                    .filter(tag -> !tags.contains(tag))
                    .forEach(tag -> PeopleStore.untag(tx, tenant, ref, tag));
            tags.forEach(tag -> tag(tx, tenant, jid, tag));
        }
        return ref;
    }

    /// Forgets a person: name, variables, tags, notes and memberships. Whether they want campaigns is kept.
    public boolean forget(Caller caller, Jid jid) {
        return database.write(tx -> {
            note(tx, caller, "person.forgotten");
            return PeopleStore.delete(tx, caller.tenant(), jid);
        });
    }

    /// Puts a tag on a person, within a transaction.
    public void tag(WriteTx tx, TenantId tenant, Jid jid, String tag) {
        Instant now = time.instant();
        if (PeopleStore.tag(tx, tenant, PeopleStore.ensure(tx, tenant, jid, now), tag, now)) {
            watchers.forEach(watcher -> watcher.tagged(tx, tenant, jid, tag));
        }
    }

    /// Puts a tag on a person.
    public void tag(Caller caller, Jid jid, String tag) {
        database.write(tx -> {
            tag(tx, caller.tenant(), jid, tag);
            note(tx, caller, "person.tagged");
            return true;
        });
    }

    /// Takes a tag off a person, within a transaction.
    public void untag(WriteTx tx, TenantId tenant, Jid jid, String tag) {
        PeopleStore.ref(tx, tenant, jid).ifPresent(ref -> PeopleStore.untag(tx, tenant, ref, tag));
    }

    /// Takes a tag off a person.
    public void untag(Caller caller, Jid jid, String tag) {
        database.write(tx -> {
            note(tx, caller, "person.untagged");
            return PeopleStore.ref(tx, caller.tenant(), jid)
                    .map(ref -> PeopleStore.untag(tx, caller.tenant(), ref, tag))
                    .orElse(false);
        });
    }

    /// All tags of the tenant.
    public Page<Tag> tags(TenantId tenant, String after, int limit) {
        return database.read(
                tx -> Page.of(PeopleStore.allTags(tx, tenant, after, limit + 1), limit, tag -> Cursor.of(tag.tag())));
    }

    /// Adds a note on a person.
    public Note addNote(Caller caller, Jid jid, String text) {
        byte[] id = new byte[8];
        random.nextBytes(id);
        Instant now = Instant.ofEpochMilli(time.millis());
        Note note = new Note(0, "note_" + HexFormat.of().formatHex(id), caller.actor(), text, now);
        database.write(tx -> {
            PeopleStore.note(tx, caller.tenant(), PeopleStore.ensure(tx, caller.tenant(), jid, now), note);
            note(tx, caller, "person.noted");
            return true;
        });
        return note;
    }

    /// Notes on a person, newest first.
    public Page<Note> notes(TenantId tenant, Jid jid, long before, int limit) {
        return database.read(tx -> Page.of(
                PeopleStore.ref(tx, tenant, jid)
                        .map(ref -> PeopleStore.notes(tx, ref, before, limit + 1))
                        .orElse(List.of()),
                limit,
                note -> Cursor.of(Long.toString(note.ref()))));
    }

    /// Deletes a note; false if the person has none with this id.
    public boolean deleteNote(Caller caller, Jid jid, String id) {
        return database.write(tx -> {
            note(tx, caller, "person.note_deleted");
            return PeopleStore.ref(tx, caller.tenant(), jid)
                    .map(ref -> PeopleStore.forgetNote(tx, caller.tenant(), ref, id))
                    .orElse(false);
        });
    }

    private void note(WriteTx tx, Caller caller, String action) {
        audit.note(tx, new AuditEntry(caller.tenant(), AuditType.SYSTEM, caller.actor(), action, null, null));
    }
}
