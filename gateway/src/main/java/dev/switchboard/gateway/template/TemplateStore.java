// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The rows of templates.
final class TemplateStore {
    private static final String COLUMNS = "id, name, content, category, version, definition, updated_at";

    private final JsonMapper json;

    TemplateStore(JsonMapper json) {
        this.json = json;
    }

    List<Template> page(ReadTx tx, TenantId tenant, Templates.Wanted wanted, String after, int limit) {
        StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM template WHERE tenant_id = ? AND id > ?");
        List<@Nullable Object> values = new ArrayList<>(List.of(tenant.value(), after));
        wanted.category().ifPresent(category -> {
            sql.append(" AND category = ?");
            values.add(category.text());
        });
        wanted.words().ifPresent(words -> {
            sql.append(" AND (lower(id) LIKE ? ESCAPE '!' OR lower(name) LIKE ? ESCAPE '!')");
            String part = "%" + words.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
            values.add(part);
            values.add(part);
        });
        sql.append(" ORDER BY id LIMIT ?");
        values.add(limit);
        return tx.list(sql.toString(), this::template, values.toArray());
    }

    Optional<Template> find(ReadTx tx, TenantId tenant, String id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM template WHERE tenant_id = ? AND id = ?",
                this::template,
                tenant.value(),
                id);
    }

    /// Rows from before there were versions have no definition.
    private Template template(Row row) {
        String definition = row.textOrNull(6);
        return new Template(
                row.text(1),
                definition == null ? TemplateDefinition.plain(row.text(2), row.text(3)) : definition(definition),
                (int) row.number(5),
                row.time(7),
                false);
    }

    private TemplateDefinition definition(String text) {
        return json.readValue(text, TemplateDefinition.class);
    }

    Optional<Template> version(ReadTx tx, TenantId tenant, String id, int version) {
        return tx.one(
                "SELECT definition, at FROM template_version WHERE tenant_id = ? AND id = ? AND version = ?",
                row -> new Template(id, definition(row.text(1)), version, row.time(2), false),
                tenant.value(),
                id,
                version);
    }

    List<Templates.Version> versions(ReadTx tx, TenantId tenant, String id, int before, int limit) {
        return tx.list(
                "SELECT version, at, actor, definition FROM template_version"
                        + " WHERE tenant_id = ? AND id = ? AND version < ? ORDER BY version DESC LIMIT ?",
                row -> new Templates.Version((int) row.number(1), row.time(2), row.text(3), definition(row.text(4))),
                tenant.value(),
                id,
                before,
                limit);
    }

    long count(ReadTx tx, TenantId tenant) {
        return tx.number("SELECT count(*) FROM template WHERE tenant_id = ?", tenant.value());
    }

    /// The number of the last version there ever was under an id; those from before versions were kept count as one.
    int lastVersion(ReadTx tx, TenantId tenant, String id) {
        long kept = tx.number(
                "SELECT COALESCE(max(version), 0) FROM template_version WHERE tenant_id = ? AND id = ?",
                tenant.value(),
                id);
        long there = tx.number(
                "SELECT COALESCE(max(version), 0) FROM template WHERE tenant_id = ? AND id = ?", tenant.value(), id);
        return (int) Math.max(kept, there);
    }

    void put(WriteTx tx, TenantId tenant, Template template, String actor) {
        String definition = json.writeValueAsString(template.definition());
        Instant now = template.updatedAt();
        tx.update(
                "INSERT INTO template (tenant_id, id, name, content, category, version, definition, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name,"
                        + " content = excluded.content, category = excluded.category, version = excluded.version,"
                        + " definition = excluded.definition, updated_at = excluded.updated_at",
                tenant.value(),
                template.id(),
                template.name(),
                template.content(),
                template.definition().category().text(),
                template.version(),
                definition,
                now,
                now);
        tx.update(
                "INSERT INTO template_version (tenant_id, id, version, definition, actor, at) VALUES (?, ?, ?, ?, ?, ?)",
                tenant.value(),
                template.id(),
                template.version(),
                definition,
                actor,
                now);
    }

    boolean delete(WriteTx tx, TenantId tenant, String id) {
        tx.update("DELETE FROM template_version WHERE tenant_id = ? AND id = ?", tenant.value(), id);
        return tx.update("DELETE FROM template WHERE tenant_id = ? AND id = ?", tenant.value(), id) == 1;
    }
}
