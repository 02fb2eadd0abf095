// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

import dev.switchboard.gateway.fault.SecretsUnreadable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Seals values for storage with AES-256-GCM under keys derived from the tenant's key, one for each session, purpose
/// and day, so that no key ever seals anything near 2^31 values. Safe for many threads.
///
/// A sealed value is `version(1) day(4) nonce(12) ciphertext tag(16)`; its [Cell], version and day are authenticated.
public final class Vault {
    private static final byte VERSION = 1;
    private static final int HEADER = 5;
    private static final int OVERHEAD = HEADER + Gcm.NONCE + 16;
    private static final long DAY_MILLIS = 86_400_000L;
    private static final int KEYS_KEPT = 4_096;

    private record KeyName(String tenant, long session, String purpose, int day) {}

    private final MasterKey master;
    private final TenantKeys tenantKeys;
    private final InstantSource time;
    private final RandomGenerator random;
    private final BoundedCache<String, SecretKey> ofTenants = new BoundedCache<>(1_024);
    private final BoundedCache<KeyName, SecretKey> derived = new BoundedCache<>(KEYS_KEPT);

    public Vault(MasterKey master, TenantKeys tenantKeys, InstantSource time, RandomGenerator random) {
        this.master = master;
        this.tenantKeys = tenantKeys;
        this.time = time;
        this.random = random;
    }

    /// A fresh key for a tenant, wrapped by the master key.
    public byte[] newTenantKey(String tenant) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return wrapped(tenant, key);
    }

    /// A tenant's key from elsewhere, wrapped by the master key.
    public byte[] wrapped(String tenant, byte[] key) {
        return sealed(master.key(), 0, tenantCell(tenant), key);
    }

    /// A tenant's key in the clear, for a backup that seals it anew.
    ///
    /// @throws SecretsUnreadable if it was wrapped by another master key
    public byte[] unwrapped(String tenant, byte[] wrapped) {
        return opened(master.key(), tenantCell(tenant), wrapped);
    }

    /// Opens the tenant's key, to find out early whether the master key is the right one.
    ///
    /// @throws SecretsUnreadable if it is not
    public void check(String tenant) {
        tenantKey(tenant);
    }

    /// Seals a value for its place.
    public byte[] seal(Cell cell, byte[] plain) {
        int day = (int) (time.millis() / DAY_MILLIS);
        return sealed(key(cell, day), day, cell, plain);
    }

    /// Opens a value that was sealed for this place.
    ///
    /// @throws SecretsUnreadable if it was sealed for another, or under another key
    public byte[] open(Cell cell, byte[] sealed) {
        return opened(key(cell, day(sealed)), cell, sealed);
    }

    private SecretKey key(Cell cell, int day) {
        return derived.get(
                new KeyName(cell.tenant(), cell.session(), cell.purpose(), day),
                name -> Gcm.derive(
                        tenantKey(name.tenant()),
                        ("switchboard/1/" + name.session() + "/" + name.day() + "/" + name.purpose())
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private SecretKey tenantKey(String tenant) {
        return ofTenants.get(
                tenant,
                name -> new SecretKeySpec(opened(master.key(), tenantCell(name), tenantKeys.wrappedKey(name)), "AES"));
    }

    private static Cell tenantCell(String tenant) {
        return new Cell(tenant, 0, "wrap", "tenant", tenant, "wrapped_key");
    }

    private byte[] sealed(SecretKey key, int day, Cell cell, byte[] plain) {
        byte[] nonce = new byte[Gcm.NONCE];
        random.nextBytes(nonce);
        byte[] header = ByteBuffer.allocate(HEADER).put(VERSION).putInt(day).array();
        byte[] body = Gcm.encrypt(key, nonce, cell.associatedData(header), plain);
        return ByteBuffer.allocate(plain.length + OVERHEAD)
                .put(header)
                .put(nonce)
                .put(body)
                .array();
    }

    private static byte[] opened(SecretKey key, Cell cell, byte[] sealed) {
        byte[] header =
                ByteBuffer.allocate(HEADER).put(VERSION).putInt(day(sealed)).array();
        return Gcm.decrypt(key, sealed, HEADER, cell.associatedData(header));
    }

    private static int day(byte[] sealed) {
        if (sealed.length < OVERHEAD || sealed[0] != VERSION) {
            throw new SecretsUnreadable("a sealed value is damaged or of an unknown version", null);
        }
        return ByteBuffer.wrap(sealed, 1, 4).getInt();
    }
}
