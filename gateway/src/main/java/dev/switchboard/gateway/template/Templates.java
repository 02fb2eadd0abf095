// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import static dev.switchboard.gateway.storage.schema.Tables.TEMPLATE;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A tenant's templates, and those that every tenant has.
public final class Templates {
    private static final List<Template> SHIPPED = List.of(
            new Template("welcome", "Welcome Message", "Hi {{name}}, welcome to {{business}}!"),
            new Template(
                    "promo", "Promotion", "Hi {{name}}, here is something for you: {{discount}} off your next order!"));

    private final Database database;
    private final InstantSource time;

    public Templates(Database database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    /// All templates of the tenant; one of its own replaces a shipped one of the same id.
    public List<Template> all(TenantId tenant) {
        List<Template> own = database.read(tx -> tx.dsl()
                .select(TEMPLATE.ID, TEMPLATE.NAME, TEMPLATE.CONTENT)
                .from(TEMPLATE)
                .where(TEMPLATE.TENANT_ID.eq(tenant.value()))
                .orderBy(TEMPLATE.ID)
                .fetch(row -> new Template(row.value1(), row.value2(), row.value3())));
        Stream<Template> shipped = SHIPPED.stream()
                .filter(template -> own.stream().noneMatch(other -> other.id().equals(template.id())));
        return Stream.concat(shipped, own.stream()).toList();
    }

    public Optional<Template> find(TenantId tenant, String id) {
        return all(tenant).stream().filter(template -> template.id().equals(id)).findFirst();
    }

    /// Keeps a template under its id, in place of one that was there.
    public void put(TenantId tenant, Template template) {
        database.write(tx -> tx.dsl()
                .insertInto(TEMPLATE)
                .set(TEMPLATE.TENANT_ID, tenant.value())
                .set(TEMPLATE.ID, template.id())
                .set(TEMPLATE.NAME, template.name())
                .set(TEMPLATE.CONTENT, template.content())
                .set(TEMPLATE.CREATED_AT, time.millis())
                .onConflict(TEMPLATE.TENANT_ID, TEMPLATE.ID)
                .doUpdate()
                .set(TEMPLATE.NAME, template.name())
                .set(TEMPLATE.CONTENT, template.content())
                .execute());
    }
}
