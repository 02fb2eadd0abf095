// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of people, their tags and notes.
final class PeopleStore {
    private static final String COLUMNS = "p.ref, p.jid, p.name, p.language, p.variables, p.created_at, p.updated_at,"
            + " (SELECT count(*) FROM suppression s WHERE s.tenant_id = p.tenant_id AND s.jid = p.jid)";
    private static final TypeReference<Map<String, String>> VARIABLES = new TypeReference<>() {};

    private final JsonMapper json;

    PeopleStore(JsonMapper json) {
        this.json = json;
    }

    /// The row of a person, made if there is none.
    static long ensure(WriteTx tx, TenantId tenant, Jid jid, Instant now) {
        tx.update(
                "INSERT INTO person (tenant_id, jid, created_at, updated_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (tenant_id, jid) DO NOTHING",
                tenant.value(),
                jid.toString(),
                now,
                now);
        return ref(tx, tenant, jid).orElseThrow();
    }

    static Optional<Long> ref(ReadTx tx, TenantId tenant, Jid jid) {
        return tx.one(
                "SELECT ref FROM person WHERE tenant_id = ? AND jid = ?",
                row -> row.number(1),
                tenant.value(),
                jid.toString());
    }

    Optional<Person> find(ReadTx tx, TenantId tenant, Jid jid) {
        return find(tx, tenant, jid.toString());
    }

    Optional<Person> find(ReadTx tx, TenantId tenant, String jid) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM person p WHERE p.tenant_id = ? AND p.jid = ?",
                row -> person(tx, row),
                tenant.value(),
                jid);
    }

    List<Person> page(ReadTx tx, TenantId tenant, PeopleQuery query, long after, int limit) {
        PeopleQuery.Condition condition = query.condition(tenant.value());
        List<@Nullable Object> values = new ArrayList<>(condition.values());
        values.add(after);
        values.add(limit);
        return tx.list(
                "SELECT " + COLUMNS + " FROM person p WHERE " + condition.sql()
                        + " AND p.ref > ? ORDER BY p.ref LIMIT ?",
                row -> person(tx, row),
                values.toArray());
    }

    long count(ReadTx tx, TenantId tenant, PeopleQuery query) {
        PeopleQuery.Condition condition = query.condition(tenant.value());
        return tx.number(
                "SELECT count(*) FROM person p WHERE " + condition.sql(),
                condition.values().toArray());
    }

    private Person person(ReadTx tx, Row row) {
        long ref = row.number(1);
        return new Person(
                ref,
                Jid.parse(row.text(2)),
                Optional.ofNullable(row.textOrNull(3)),
                Optional.ofNullable(row.textOrNull(4)),
                json.readValue(row.text(5), VARIABLES),
                tags(tx, ref),
                row.number(8) > 0,
                row.time(6),
                row.time(7));
    }

    /// Writes down what is known; what is null stays as it was.
    void describe(
            WriteTx tx,
            long ref,
            @Nullable String name,
            @Nullable String language,
            @Nullable Map<String, String> variables,
            Instant now) {
        tx.update(
                "UPDATE person SET name = COALESCE(?, name), language = COALESCE(?, language),"
                        + " variables = COALESCE(?, variables), updated_at = ? WHERE ref = ?",
                name,
                language,
                variables == null ? null : json.writeValueAsString(variables),
                now,
                ref);
    }

    static boolean delete(WriteTx tx, TenantId tenant, Jid jid) {
        return tx.update("DELETE FROM person WHERE tenant_id = ? AND jid = ?", tenant.value(), jid.toString()) == 1;
    }

    private static List<String> tags(ReadTx tx, long ref) {
        return tx.list("SELECT tag FROM person_tag WHERE person_ref = ? ORDER BY tag", row -> row.text(1), ref);
    }

    /// Puts a tag on a person; false if it was there.
    static boolean tag(WriteTx tx, TenantId tenant, long ref, String tag, Instant now) {
        return tx.update(
                        "INSERT INTO person_tag (tenant_id, tag, person_ref, at) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (tenant_id, tag, person_ref) DO NOTHING",
                        tenant.value(),
                        tag,
                        ref,
                        now)
                == 1;
    }

    static boolean untag(WriteTx tx, TenantId tenant, long ref, String tag) {
        return tx.update(
                        "DELETE FROM person_tag WHERE tenant_id = ? AND tag = ? AND person_ref = ?",
                        tenant.value(),
                        tag,
                        ref)
                == 1;
    }

    static List<People.Tag> allTags(ReadTx tx, TenantId tenant, String after, int limit) {
        return tx.list(
                "SELECT tag, count(*) FROM person_tag WHERE tenant_id = ? AND tag > ? GROUP BY tag ORDER BY tag LIMIT ?",
                row -> new People.Tag(row.text(1), row.number(2)),
                tenant.value(),
                after,
                limit);
    }

    static void note(WriteTx tx, TenantId tenant, long ref, People.Note note) {
        tx.update(
                "INSERT INTO person_note (tenant_id, id, person_ref, actor, content, at) VALUES (?, ?, ?, ?, ?, ?)",
                tenant.value(),
                note.id(),
                ref,
                note.by(),
                note.text(),
                note.at());
    }

    static List<People.Note> notes(ReadTx tx, long ref, long before, int limit) {
        return tx.list(
                "SELECT ref, id, actor, content, at FROM person_note WHERE person_ref = ? AND ref < ?"
                        + " ORDER BY ref DESC LIMIT ?",
                row -> new People.Note(row.number(1), row.text(2), row.text(3), row.text(4), row.time(5)),
                ref,
                before,
                limit);
    }

    static boolean forgetNote(WriteTx tx, TenantId tenant, long ref, String id) {
        return tx.update(
                        "DELETE FROM person_note WHERE tenant_id = ? AND id = ? AND person_ref = ?",
                        tenant.value(),
                        id,
                        ref)
                == 1;
    }
}
