// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import static dev.switchboard.gateway.storage.schema.Tables.API_KEY;

import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes API keys and recognises them. A key is 256 random bits, shown once and kept only as its SHA-256: there is
/// nothing to guess that a slow hash would protect. Keys that were recognised are remembered until one is changed.
public final class ApiKeys {
    static final String PREFIX = "sbk_";
    private static final int MAX_LENGTH = 256;
    private static final int KEPT_LIMIT = 10_000;
    private static final String COLUMNS =
            "id, name, role, sessions, permissions, created_by, created_at, expires_at, revoked_at";

    private final Database database;
    private final AuditLog audit;
    private final InstantSource time;
    private final RandomGenerator random;
    private final Duration cacheLife;
    private final Map<Bytes, Recognised> recognised = new ConcurrentHashMap<>();

    private final AtomicLong changes = new AtomicLong();

    private record Recognised(Caller caller, long at, long expires) {}

    public ApiKeys(Database database, AuditLog audit, InstantSource time, RandomGenerator random, Duration cacheLife) {
        this.database = database;
        this.audit = audit;
        this.time = time;
        this.random = random;
        this.cacheLife = cacheLife;
    }

    /// A key somebody wants.
    ///
    /// @param sessions the only sessions it is for; empty = all
    /// @param permissions the only rights it has of its role's; empty = all of them
    /// @param expires when it ends; empty = never
    /// @param by who wants it
    public record Order(
            TenantId tenant,
            String name,
            Role role,
            Set<String> sessions,
            Set<Permission> permissions,
            Optional<Instant> expires,
            String by) {
        public Order {
            sessions = Set.copyOf(sessions);
            permissions = Set.copyOf(permissions);
        }
    }

    /// A key as it is shown, without its secret.
    public record Key(
            String id,
            String name,
            Role role,
            Set<String> sessions,
            Set<Permission> permissions,
            @Nullable String createdBy,
            Instant createdAt,
            Optional<Instant> expires,
            Optional<Instant> revoked) {
        public Key {
            sessions = Set.copyOf(sessions);
            permissions = Set.copyOf(permissions);
        }

        /// Whether it is good at this time.
        public boolean good(Instant now) {
            return revoked.isEmpty() && expires.filter(end -> !end.isAfter(now)).isEmpty();
        }
    }

    /// A key that was just made, with the only copy of its secret.
    public record Issued(Key key, String secret) {
        @Override
        public String toString() {
            return "Issued[" + key.id() + "]";
        }
    }

    /// Makes a key with all rights of a role; the answer is the only copy of it.
    public String issue(TenantId tenant, String name, Role role) {
        return issue(new Order(tenant, name, role, Set.of(), Set.of(), Optional.empty(), "system"))
                .secret();
    }

    public Issued issue(Order order) {
        String secret = mint();
        return new Issued(store(secret, order), secret);
    }

    String mint() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    void store(String key, TenantId tenant, String name, Role role) {
        store(key, new Order(tenant, name, role, Set.of(), Set.of(), Optional.empty(), "system"));
    }

    private Key store(String secret, Order order) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        String id = "key_" + HexFormat.of().formatHex(bytes);
        database.write(tx -> {
            note(tx, order.tenant(), order.by(), "key.created", id);
            return tx.dsl()
                    .insertInto(API_KEY)
                    .set(API_KEY.ID, id)
                    .set(API_KEY.TENANT_ID, order.tenant().value())
                    .set(API_KEY.NAME, order.name())
                    .set(API_KEY.ROLE, order.role().name())
                    .set(API_KEY.SESSIONS, Names.join(order.sessions()))
                    .set(
                            API_KEY.PERMISSIONS,
                            Names.join(order.permissions().stream()
                                    .map(Permission::text)
                                    .toList()))
                    .set(API_KEY.CREATED_BY, order.by())
                    .set(API_KEY.DIGEST, digest(secret))
                    .set(API_KEY.CREATED_AT, time.millis())
                    .set(
                            API_KEY.EXPIRES_AT,
                            order.expires().map(Instant::toEpochMilli).orElse(null))
                    .execute();
        });
        return find(order.tenant(), id).orElseThrow();
    }

    public Optional<Key> find(TenantId tenant, String id) {
        return database.read(tx -> tx.one(
                "SELECT " + COLUMNS + " FROM api_key WHERE tenant_id = ? AND id = ?",
                ApiKeys::key,
                tenant.value(),
                id));
    }

    /// A tenant's keys, oldest first.
    public List<Key> all(TenantId tenant) {
        return database.read(tx -> tx.list(
                "SELECT " + COLUMNS + " FROM api_key WHERE tenant_id = ? ORDER BY created_at, id",
                ApiKeys::key,
                tenant.value()));
    }

    private static Key key(Row row) {
        return new Key(
                row.text(1),
                row.text(2),
                Role.valueOf(row.text(3)),
                Names.split(row.textOrNull(4)),
                Names.permissions(row.textOrNull(5)),
                row.textOrNull(6),
                row.time(7),
                Optional.ofNullable(row.timeOrNull(8)),
                Optional.ofNullable(row.timeOrNull(9)));
    }

    /// Ends a key now; false if there is none that is good.
    public boolean revoke(TenantId tenant, String id, String by) {
        boolean revoked = database.write(tx -> {
            note(tx, tenant, by, "key.revoked", id);
            return tx.update(
                            "UPDATE api_key SET revoked_at = ? WHERE tenant_id = ? AND id = ? AND revoked_at IS NULL",
                            time.instant(),
                            tenant.value(),
                            id)
                    == 1;
        });
        forgetRecognised();
        return revoked;
    }

    /// Makes a new key with the rights of another, which stays good for a while, so that nobody has to stop for it.
    public Issued rotate(TenantId tenant, Key old, Duration overlap, String by) {
        Issued fresh =
                issue(new Order(tenant, old.name(), old.role(), old.sessions(), old.permissions(), old.expires(), by));
        Instant end = time.instant().plus(overlap);
        database.write(tx -> tx.update(
                "UPDATE api_key SET expires_at = ? WHERE tenant_id = ? AND id = ? AND (expires_at IS NULL OR expires_at > ?)",
                end,
                tenant.value(),
                old.id(),
                end));
        forgetRecognised();
        return fresh;
    }

    /// What is being looked up meanwhile is not kept either: it may be what was true before.
    private void forgetRecognised() {
        changes.incrementAndGet();
        recognised.clear();
    }

    private void note(WriteTx tx, TenantId tenant, String by, String action, String id) {
        audit.note(tx, new AuditEntry(tenant, AuditType.ACCESS, by, action, null, id));
    }

    /// Whether the tenant has any key.
    public boolean any(TenantId tenant) {
        return database.read(tx -> tx.number("SELECT count(*) FROM api_key WHERE tenant_id = ?", tenant.value())) > 0;
    }

    /// Whose key it is, if it is a good one.
    public Optional<Caller> recognise(String key) {
        if (!key.startsWith(PREFIX) || key.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] digest = digest(key);
        Bytes name = Bytes.of(digest);
        long now = time.millis();
        Recognised known = recognised.get(name);
        if (known != null && now < known.expires() && now - known.at() < cacheLife.toMillis()) {
            return Optional.of(known.caller());
        }
        long before = changes.get();
        Optional<Recognised> found = look(digest, now);
        if (recognised.size() >= KEPT_LIMIT) {
            recognised.clear();
        }
        found.ifPresentOrElse(good -> recognised.put(name, good), () -> recognised.remove(name));
        if (changes.get() != before) {
            recognised.remove(name);
        }
        return found.map(Recognised::caller);
    }

    /// Whether a key is remembered as a good one.
    boolean remembers(String key) {
        if (!key.startsWith(PREFIX) || key.length() > MAX_LENGTH) {
            return false;
        }
        Recognised known = recognised.get(Bytes.of(digest(key)));
        return known != null && time.millis() < known.expires();
    }

    private Optional<Recognised> look(byte[] digest, long now) {
        return database.read(tx -> tx.one(
                "SELECT id, tenant_id, role, sessions, permissions, expires_at FROM api_key WHERE digest = ?"
                        + " AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)",
                row -> {
                    Role role = Role.valueOf(row.text(3));
                    Caller caller = new Caller(
                            new TenantId(row.text(2)),
                            row.text(1),
                            role,
                            Names.split(row.textOrNull(4)),
                            Names.within(role, Names.permissions(row.textOrNull(5))));
                    Long expires = row.numberOrNull(6);
                    return new Recognised(caller, now, expires == null ? Long.MAX_VALUE : expires);
                },
                digest,
                now));
    }

    static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
