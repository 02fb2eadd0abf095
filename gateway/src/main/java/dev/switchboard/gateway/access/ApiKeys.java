// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import static dev.switchboard.gateway.storage.schema.Tables.API_KEY;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Makes API keys and recognises them. A key is 256 random bits, shown once and kept only as its SHA-256: there is
/// nothing
/// to guess that a slow hash would protect.
public final class ApiKeys {
    private static final String PREFIX = "sbk_";
    private static final int MAX_LENGTH = 256;

    /// How long a key that was good is taken for good without another look; a revoked key ends within this time.
    private static final long KEPT_MILLIS = 2_000;

    private static final int KEPT_LIMIT = 10_000;

    private final Database database;
    private final InstantSource time;
    private final RandomGenerator random;
    private final Map<Bytes, Recognised> recognised = new ConcurrentHashMap<>();

    private record Recognised(Caller caller, long at) {}

    public ApiKeys(Database database, InstantSource time, RandomGenerator random) {
        this.database = database;
        this.time = time;
        this.random = random;
    }

    /// Makes a key for a tenant; the answer is the only copy of it.
    public String issue(TenantId tenant, String name, Role role) {
        String key = mint();
        store(key, tenant, name, role);
        return key;
    }

    String mint() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    void store(String key, TenantId tenant, String name, Role role) {
        byte[] id = new byte[8];
        random.nextBytes(id);
        database.write(tx -> tx.dsl()
                .insertInto(
                        API_KEY,
                        API_KEY.ID,
                        API_KEY.TENANT_ID,
                        API_KEY.NAME,
                        API_KEY.ROLE,
                        API_KEY.DIGEST,
                        API_KEY.CREATED_AT)
                .values(
                        "key_" + HexFormat.of().formatHex(id),
                        tenant.value(),
                        name,
                        role.name(),
                        digest(key),
                        time.millis())
                .execute());
    }

    /// Whether the tenant has any key.
    public boolean any(TenantId tenant) {
        return database.read(tx -> tx.number("SELECT count(*) FROM api_key WHERE tenant_id = ?", tenant.value())) > 0;
    }

    /// Whose key this is; empty if nobody's, or no longer.
    public Optional<Caller> recognise(String key) {
        if (key.length() > MAX_LENGTH || !key.startsWith(PREFIX)) {
            return Optional.empty();
        }
        byte[] digest = digest(key);
        Bytes name = Bytes.of(digest);
        long now = time.millis();
        Recognised recent = recognised.get(name);
        if (recent != null && now - recent.at() < KEPT_MILLIS && now >= recent.at()) {
            return Optional.of(recent.caller());
        }
        Optional<Caller> caller = look(digest, now);
        if (recognised.size() >= KEPT_LIMIT) {
            recognised.clear();
        }
        caller.ifPresentOrElse(
                known -> recognised.put(name, new Recognised(known, now)), () -> recognised.remove(name));
        return caller;
    }

    private Optional<Caller> look(byte[] digest, long now) {
        return database.read(tx -> tx.one(
                "SELECT id, tenant_id, role FROM api_key WHERE digest = ? AND revoked_at IS NULL"
                        + " AND (expires_at IS NULL OR expires_at > ?)",
                row -> new Caller(new TenantId(row.text(2)), row.text(1), Role.valueOf(row.text(3))),
                digest,
                now));
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
