// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.tenant;

import static dev.switchboard.gateway.storage.schema.Tables.TENANT;

import dev.switchboard.gateway.fault.SecretsUnreadable;
import dev.switchboard.gateway.fault.StorageFailed;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.gateway.vault.Vault;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jooq.Record3;
import org.jspecify.annotations.Nullable;

/// Makes and finds tenants, and keeps their wrapped keys.
public final class Tenants {
    private final Database database;
    private final InstantSource time;
    private final Vault vault;
    private final Map<TenantId, ZoneId> zones = new ConcurrentHashMap<>();
    private final Map<TenantId, Quotas> quotas = new ConcurrentHashMap<>();

    public Tenants(Database database, MasterKey master, InstantSource time, RandomGenerator random) {
        this.database = database;
        this.time = time;
        this.vault = new Vault(master, this::wrappedKey, time, random);
    }

    /// The vault that seals with the tenants' keys.
    public Vault vault() {
        return vault;
    }

    /// Makes the tenant unless it exists; the answer says whether it was made.
    public boolean ensure(TenantId id, String name) {
        if (find(id).isPresent()) {
            return false;
        }
        byte[] key = vault.newTenantKey(id.value());
        return database.write(tx -> tx.dsl()
                        .insertInto(TENANT, TENANT.ID, TENANT.NAME, TENANT.WRAPPED_KEY, TENANT.CREATED_AT)
                        .values(id.value(), name, key, time.millis())
                        .onConflictDoNothing()
                        .execute()
                == 1);
    }

    public Optional<Tenant> find(TenantId id) {
        return database.read(tx -> tx.dsl()
                .select(TENANT.ID, TENANT.NAME, TENANT.CREATED_AT)
                .from(TENANT)
                .where(TENANT.ID.eq(id.value()))
                .fetchOptional(Tenants::tenant));
    }

    public List<Tenant> all() {
        return database.read(tx -> tx.dsl()
                .select(TENANT.ID, TENANT.NAME, TENANT.CREATED_AT)
                .from(TENANT)
                .orderBy(TENANT.ID)
                .fetch(Tenants::tenant));
    }

    /// Where the tenant's days begin.
    public ZoneId zone(TenantId id) {
        return zones.computeIfAbsent(
                id,
                _ -> database.read(tx -> tx.dsl()
                                .select(TENANT.ZONE)
                                .from(TENANT)
                                .where(TENANT.ID.eq(id.value()))
                                .fetchOptional(TENANT.ZONE))
                        .map(ZoneId::of)
                        .orElse(ZoneOffset.UTC));
    }

    /// How much of what the tenant may have.
    public Quotas quotas(TenantId id) {
        return quotas.computeIfAbsent(
                id,
                _ -> database.read(tx -> tx.one(
                                "SELECT max_sessions, max_messages, max_bytes FROM tenant WHERE id = ?",
                                row -> new Quotas(row.numberOrNull(1), row.numberOrNull(2), row.numberOrNull(3)),
                                id.value()))
                        .orElse(Quotas.NONE));
    }

    /// Changes a tenant; what is null stays as it was.
    public void change(TenantId id, @Nullable String name, @Nullable ZoneId zone, @Nullable Quotas limits) {
        database.write(tx -> {
            if (name != null) {
                tx.update("UPDATE tenant SET name = ? WHERE id = ?", name, id.value());
            }
            if (zone != null) {
                tx.update("UPDATE tenant SET zone = ? WHERE id = ?", zone.getId(), id.value());
            }
            if (limits != null) {
                tx.update(
                        "UPDATE tenant SET max_sessions = ?, max_messages = ?, max_bytes = ? WHERE id = ?",
                        limits.sessions(),
                        limits.messagesADay(),
                        limits.bytes(),
                        id.value());
            }
            return true;
        });
        zones.remove(id);
        quotas.remove(id);
    }

    /// Opens every tenant's key, so that a wrong master key is told at the start and not in the middle of a message.
    public void checkKeys() {
        for (Tenant tenant : all()) {
            try {
                vault.check(tenant.id().value());
            } catch (SecretsUnreadable e) {
                throw new SecretsUnreadable(
                        "the master key does not open the keys of tenant " + tenant.id()
                                + " (expected: the ENCRYPTION_KEY or master.key file that this data folder was made with); nothing"
                                + " was changed or deleted",
                        e);
            }
        }
    }

    private byte[] wrappedKey(String id) {
        byte[] key = database.read(tx -> tx.dsl()
                .select(TENANT.WRAPPED_KEY)
                .from(TENANT)
                .where(TENANT.ID.eq(id))
                .fetchOne(TENANT.WRAPPED_KEY));
        if (key == null) {
            throw new StorageFailed("a tenant has no row", null);
        }
        return key;
    }

    private static Tenant tenant(Record3<String, String, Long> row) {
        return new Tenant(new TenantId(row.value1()), row.value2(), java.time.Instant.ofEpochMilli(row.value3()));
    }
}
