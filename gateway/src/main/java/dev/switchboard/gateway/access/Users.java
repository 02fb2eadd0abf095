// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import dev.switchboard.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// Users with passwords (Argon2id) and one-time codes. After five wrong tries a user is locked out, for longer each
/// time. Safe for any thread.
public final class Users {
    static final int SHORTEST_PASSWORD = 12;
    static final int LONGEST_PASSWORD = 256;

    private static final int LONGEST_LOGIN = 128;
    private static final int TRIES = 5;
    private static final Duration FIRST_LOCK = Duration.ofMinutes(1);
    private static final int LONGEST_LOCK_DOUBLINGS = 6;
    private static final int KEPT_LIMIT = 10_000;

    /// Hashing takes 16 MB each, so only so many are hashed at a time.
    private static final int HASHED_AT_ONCE = 4;

    private static final String COLUMNS =
            "id, tenant_id, login, name, role, sessions, totp_on, locked_until, epoch, disabled, created_at";

    private final Database database;
    private final AuditLog audit;
    private final Vault vault;
    private final InstantSource time;
    private final RandomGenerator random;
    private final Argon2PasswordEncoder passwords = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore hashing = new Semaphore(HASHED_AT_ONCE);
    private final Map<String, Optional<Long>> epochs = new ConcurrentHashMap<>();
    private final Map<String, Strikes> strangers = new ConcurrentHashMap<>();
    private final String nobodysPassword;
    private final RecoveryCodes recovery;

    public Users(Database database, AuditLog audit, Vault vault, InstantSource time, RandomGenerator random) {
        this.database = database;
        this.audit = audit;
        this.vault = vault;
        this.time = time;
        this.random = random;
        this.nobodysPassword = Tokens.id(random, "nobody");
        this.recovery = new RecoveryCodes(database, time, random);
    }

    /// A user, without secrets.
    ///
    /// @param sessions the only sessions there are for the user; empty = all
    /// @param epoch goes up with everything that ends the user's tokens
    public record User(
            String id,
            TenantId tenant,
            String login,
            String name,
            Role role,
            Set<String> sessions,
            boolean totp,
            Optional<Instant> lockedUntil,
            long epoch,
            boolean disabled,
            Instant createdAt) {
        public User {
            sessions = Set.copyOf(sessions);
        }

        Caller caller() {
            return new Caller(tenant, id, role, sessions);
        }

        @Override
        public String toString() {
            return "User[" + id + "]";
        }
    }

    /// How a try to log in ended.
    public sealed interface Login {
        record Welcome(User user) implements Login {}

        /// Login or password or code is wrong; which is not told.
        record Wrong() implements Login {}

        /// The password is right, and a one-time code is needed.
        record CodeNeeded() implements Login {}

        record LockedOut(Instant until) implements Login {}
    }

    /// A user somebody wants.
    public record Order(TenantId tenant, String login, String name, Role role, Set<String> sessions, String password) {
        public Order {
            sessions = Set.copyOf(sessions);
            login = login.strip().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return "Order[]";
        }
    }

    /// Makes a user; empty if the tenant has one with this login.
    public Optional<User> create(Order order, String by) {
        String id = Tokens.id(random, "usr_");
        String hash = hash(order.password());
        boolean made = database.write(tx -> {
            boolean free = tx.update(
                            "INSERT INTO tenant_user (id, tenant_id, login, name, role, sessions, password, created_at)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, login) DO NOTHING",
                            id,
                            order.tenant().value(),
                            order.login(),
                            order.name(),
                            order.role().name(),
                            Names.join(order.sessions()),
                            hash,
                            time.instant())
                    == 1;
            if (free) {
                audit.note(tx, entry(order.tenant(), by, "user.created", id));
            }
            return free;
        });
        return made ? find(order.tenant(), id) : Optional.empty();
    }

    private String hash(String password) {
        hashing.acquireUninterruptibly();
        try {
            return passwords.encode(password);
        } finally {
            hashing.release();
        }
    }

    private boolean matches(String password, String hash) {
        hashing.acquireUninterruptibly();
        try {
            return passwords.matches(password, hash);
        } finally {
            hashing.release();
        }
    }

    public Optional<User> find(TenantId tenant, String id) {
        return database.read(tx -> tx.one(
                "SELECT " + COLUMNS + " FROM tenant_user WHERE tenant_id = ? AND id = ?",
                Users::user,
                tenant.value(),
                id));
    }

    public List<User> all(TenantId tenant) {
        return database.read(tx -> tx.list(
                "SELECT " + COLUMNS + " FROM tenant_user WHERE tenant_id = ? ORDER BY login",
                Users::user,
                tenant.value()));
    }

    private static User user(Row row) {
        return new User(
                row.text(1),
                new TenantId(row.text(2)),
                row.text(3),
                row.text(4),
                Role.valueOf(row.text(5)),
                Names.split(row.textOrNull(6)),
                row.flag(7),
                Optional.ofNullable(row.timeOrNull(8)),
                row.number(9),
                row.flag(10),
                row.time(11));
    }

    /// What of a user is to be changed; what is empty stays.
    public record Change(
            Optional<String> name, Optional<Role> role, Optional<Set<String>> sessions, Optional<Boolean> disabled) {}

    /// Changes a user's rights, which ends the user's tokens.
    public User change(User user, Change change, String by) {
        noted(
                user,
                by,
                "user.changed",
                tx -> tx.update(
                        "UPDATE tenant_user SET name = ?, role = ?, sessions = ?, disabled = ?, epoch = epoch + 1 WHERE id = ?",
                        change.name().orElse(user.name()),
                        change.role().orElse(user.role()).name(),
                        Names.join(change.sessions().orElse(user.sessions())),
                        change.disabled().orElse(user.disabled()),
                        user.id()));
        epochs.clear();
        return find(user.tenant(), user.id()).orElse(user);
    }

    public void delete(User user, String by) {
        noted(user, by, "user.deleted", tx -> tx.update("DELETE FROM tenant_user WHERE id = ?", user.id()));
        epochs.clear();
    }

    /// Sets a password, which ends the user's tokens and a lockout.
    public void password(User user, String password, String by) {
        String hash = hash(password);
        noted(
                user,
                by,
                "user.password",
                tx -> tx.update(
                        "UPDATE tenant_user SET password = ?, failures = 0, locked_until = NULL, epoch = epoch + 1 WHERE id = ?",
                        hash,
                        user.id()));
        epochs.clear();
    }

    /// Ends all tokens the user has.
    public void endTokens(User user) {
        database.write(tx -> tx.update("UPDATE tenant_user SET epoch = epoch + 1 WHERE id = ?", user.id()));
        epochs.clear();
    }

    /// Whether the password is the user's.
    public boolean knows(User user, String password) {
        Optional<String> hash = database.read(
                tx -> tx.one("SELECT password FROM tenant_user WHERE id = ?", row -> row.text(1), user.id()));
        return hash.isPresent() && matches(password, hash.get());
    }

    /// Whether a token of this epoch is still good; asked of the database once until a user changes.
    boolean current(String id, long epoch) {
        if (epochs.size() >= KEPT_LIMIT) {
            epochs.clear();
        }
        return epochs.computeIfAbsent(
                        id,
                        _ -> database.read(tx -> tx.one(
                                "SELECT epoch FROM tenant_user WHERE id = ? AND disabled = 0",
                                row -> row.number(1),
                                id)))
                .filter(now -> now == epoch)
                .isPresent();
    }

    /// A new secret for one-time codes; it counts once a code of it was confirmed.
    public byte[] newTotp(User user) {
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        byte[] sealed = vault.seal(cell(user), secret);
        database.write(tx -> tx.update(
                "UPDATE tenant_user SET totp_sealed = ?, totp_on = 0, totp_step = 0 WHERE id = ?", sealed, user.id()));
        return secret;
    }

    /// Confirms the new secret by one of its codes.
    ///
    /// @return the recovery codes, which are shown only now; empty if the code is wrong
    public List<String> confirmTotp(User user, String code) {
        if (!takesTimedCode(user, code)) {
            return List.of();
        }
        return database.write(tx -> {
            audit.note(tx, entry(user.tenant(), user.id(), "user.totp_set", user.id()));
            tx.update("UPDATE tenant_user SET totp_on = 1 WHERE id = ?", user.id());
            return recovery.renew(tx, user.id());
        });
    }

    /// Makes the recovery codes anew.
    public List<String> newRecoveryCodes(User user) {
        return database.write(tx -> {
            audit.note(tx, entry(user.tenant(), user.id(), "user.recovery_codes", user.id()));
            return recovery.renew(tx, user.id());
        });
    }

    public void removeTotp(User user, String by) {
        noted(user, by, "user.totp_removed", tx -> {
            recovery.forget(tx, user.id());
            tx.update("UPDATE tenant_user SET totp_sealed = NULL, totp_on = 0 WHERE id = ?", user.id());
        });
    }

    private static Cell cell(User user) {
        return new Cell(user.tenant().value(), 0, "access", "tenant_user", user.id(), "totp_sealed");
    }

    private record Secret(Bytes sealed, long step) {}

    private boolean takesCode(User user, String code) {
        return RecoveryCodes.looksLikeOne(code) ? recovery.take(user.id(), code) : takesTimedCode(user, code);
    }

    private boolean takesTimedCode(User user, String code) {
        Optional<Secret> kept = database.read(tx -> tx.one(
                "SELECT totp_sealed, totp_step FROM tenant_user WHERE id = ? AND totp_sealed IS NOT NULL",
                row -> new Secret(Bytes.of(row.bytes(1)), row.number(2)),
                user.id()));
        if (kept.isEmpty()) {
            return false;
        }
        OptionalLong step = Totp.accepted(
                vault.open(cell(user), kept.get().sealed().toByteArray()),
                code,
                time.instant(),
                kept.get().step());
        return step.isPresent()
                && database.write(tx -> tx.update(
                                "UPDATE tenant_user SET totp_step = ? WHERE id = ? AND totp_step < ?",
                                step.getAsLong(),
                                user.id(),
                                step.getAsLong()))
                        == 1;
    }

    /// Logs in. Whether there is such a user cannot be told from the answer, nor from how long it takes.
    public Login login(TenantId tenant, String login, String password, Optional<String> code) {
        Optional<User> found = database.read(tx -> tx.one(
                "SELECT " + COLUMNS + " FROM tenant_user WHERE tenant_id = ? AND login = ? AND disabled = 0",
                Users::user,
                tenant.value(),
                login.strip().toLowerCase(Locale.ROOT)));
        if (found.isEmpty()) {
            noteStranger(failedLogin(tenant, login.strip().toLowerCase(Locale.ROOT)));
            return stranger(tenant + "/" + login.strip().toLowerCase(Locale.ROOT));
        }
        User user = found.get();
        Optional<Instant> locked = user.lockedUntil().filter(until -> until.isAfter(time.instant()));
        if (locked.isPresent()) {
            return new Login.LockedOut(locked.get());
        }
        if (!knows(user, password)) {
            return failed(user);
        }
        if (user.totp() && code.isEmpty()) {
            return new Login.CodeNeeded();
        }
        if (user.totp() && !takesCode(user, code.get())) {
            return failed(user);
        }
        noted(
                user,
                user.id(),
                "user.login",
                tx -> tx.update("UPDATE tenant_user SET failures = 0, locked_until = NULL WHERE id = ?", user.id()));
        return new Login.Welcome(user);
    }

    /// Somebody whom there is not: it takes as long, and locks out as soon, as with anybody else.
    private Login stranger(String name) {
        Instant now = time.instant();
        if (strangers.size() >= KEPT_LIMIT) {
            strangers.clear();
        }
        Strikes before = strangers.getOrDefault(name, new Strikes(0, Instant.MIN));
        if (before.lockedUntil().isAfter(now)) {
            return new Login.LockedOut(before.lockedUntil());
        }
        hash(nobodysPassword);
        int failures = before.failures() + 1;
        strangers.put(name, new Strikes(failures, failures < TRIES ? Instant.MIN : now.plus(lock(failures))));
        return new Login.Wrong();
    }

    private record Strikes(int failures, Instant lockedUntil) {}

    private static Duration lock(long failures) {
        return FIRST_LOCK.multipliedBy(1L << Math.min(LONGEST_LOCK_DOUBLINGS, failures - TRIES));
    }

    private Login failed(User user) {
        Instant now = time.instant();
        noted(user, user.id(), "user.login_failed", tx -> {
            long failures = tx.number(
                    "UPDATE tenant_user SET failures = failures + 1 WHERE id = ? RETURNING failures", user.id());
            if (failures >= TRIES) {
                tx.update("UPDATE tenant_user SET locked_until = ? WHERE id = ?", now.plus(lock(failures)), user.id());
            }
        });
        return new Login.Wrong();
    }

    /// Somebody whom there is not tried to log in, by a name that may be a person's.
    private static AuditEntry failedLogin(TenantId tenant, String login) {
        return new AuditEntry(tenant, AuditType.ACCESS, "unknown", "user.login_failed", null, null)
                .ended("refused")
                .about(login.substring(0, Math.min(login.length(), LONGEST_LOGIN)));
    }

    private void noteStranger(AuditEntry entry) {
        database.write(tx -> {
            audit.note(tx, entry);
            return true;
        });
    }

    private static AuditEntry entry(TenantId tenant, String by, String action, String id) {
        return new AuditEntry(tenant, AuditType.ACCESS, by, action, null, id);
    }

    /// Does it and notes it, in one transaction.
    private void noted(User user, String by, String action, Consumer<WriteTx> work) {
        AuditEntry entry = entry(user.tenant(), by, action, user.id());
        database.write(tx -> {
            audit.note(tx, action.endsWith("_failed") ? entry.ended("refused") : entry);
            work.accept(tx);
            return true;
        });
    }
}
