// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.Bytes;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The audit as a whole: verifies chains, seals their ends, takes away what is over its time, erases people from them.
/// Safe for many threads.
public final class Audits {
    private static final int PAGE = 1_000;
    private static final int PRUNED_AT_ONCE = 2_000;
    private static final long ERASED_AT_ONCE = 50_000;

    private final Database database;
    private final AuditKey key;
    private final InstantSource time;

    public Audits(Database database, AuditKey key, InstantSource time) {
        this.database = database;
        this.key = key;
        this.time = time;
    }

    /// Reads pages of a database.
    @FunctionalInterface
    interface Reader {
        <T> T read(Function<ReadTx, T> question);
    }

    /// Verifies a tenant's chain from its first entry to its last.
    public Verification.Verdict verify(TenantId tenant) {
        boolean same =
                database.read(AuditKey::written).filter(key.publicKey()::equals).isPresent();
        if (!same) {
            return Verification.impossible("the public key in the database is not the one that signs");
        }
        Verification.Verdict verdict = verify(database::read, tenant, key.publicKey());
        // what retention did in the middle of it looks like a break, but only once
        return verdict.verified() ? verdict : verify(database::read, tenant, key.publicKey());
    }

    static Verification.Verdict verify(Reader reader, TenantId tenant, Bytes publicKey) {
        List<Link.Seal> seals = reader.read(tx -> Chain.seals(tx, tenant.value()));
        Link.Head head = reader.read(tx -> Chain.head(tx, tenant.value()));
        Verification verification = new Verification(tenant.value(), publicKey, seals);
        long after = 0;
        boolean more = true;
        while (more && verification.whole()) {
            long place = after;
            List<Link> page = reader.read(tx -> Chain.after(tx, tenant.value(), place, PAGE));
            more = page.size() == PAGE;
            for (Link link : page) {
                if (link.first() <= head.seq()) {
                    verification.next(link);
                }
                after = link.last();
            }
            more = more && after < head.seq();
        }
        return verification.end(head);
    }

    /// The tenants that have a chain.
    public List<TenantId> tenants() {
        return database.read(
                tx -> tx.list("SELECT tenant_id FROM audit_head ORDER BY tenant_id", row -> new TenantId(row.text(1))));
    }

    /// Signs the end of a chain, unless that has been done.
    public void seal(TenantId tenant) {
        database.write(tx -> {
            Link.Head head = Chain.head(tx, tenant.value());
            if (head.seq() > 0) {
                long now = time.millis();
                Link.Seal open = new Link.Seal(tenant.value(), head.seq(), head.digest(), now, Bytes.EMPTY);
                Chain.seal(tx, new Link.Seal(tenant.value(), head.seq(), head.digest(), now, key.sign(open.signed())));
            }
            return true;
        });
    }

    /// Takes away entries that are older than what their kind may become, and leaves signed checkpoints. The answer is
    /// how many.
    ///
    /// @param oldest for each kind the time before which its entries go; kinds that are not named stay
    public long prune(TenantId tenant, Map<AuditType, Long> oldest) {
        if (oldest.isEmpty()) {
            return 0;
        }
        Pruning pruning = new Pruning(tenant.value(), oldest, key, time);
        Pruning.Place place = Pruning.Place.START;
        while (place.more()) {
            Pruning.Place from = place;
            place = database.write(tx -> pruning.page(tx, from, PRUNED_AT_ONCE));
        }
        return place.removed();
    }

    /// Erases a person from the chain; the answer is from how many entries.
    ///
    /// @param addresses all of the person's
    public int erase(TenantId tenant, Set<String> addresses) {
        long end = database.read(tx -> Chain.head(tx, tenant.value())).seq();
        int erased = 0;
        for (long first = 1; first <= end; first += ERASED_AT_ONCE) {
            long from = first;
            erased += database.write(tx -> addresses.stream()
                    .mapToInt(address -> Chain.erase(tx, tenant.value(), address, from, from + ERASED_AT_ONCE - 1))
                    .sum());
        }
        return erased;
    }

    /// The public half of the key that signs.
    public Bytes publicKey() {
        return key.publicKey();
    }

    /// The links after a number, in order.
    public List<Link> after(TenantId tenant, long seq, int limit) {
        return database.read(tx -> Chain.after(tx, tenant.value(), seq, limit));
    }

    /// All seals of a chain.
    public List<Link.Seal> seals(TenantId tenant) {
        return database.read(tx -> Chain.seals(tx, tenant.value()));
    }

    /// The end of a chain.
    public Link.Head head(TenantId tenant) {
        return database.read(tx -> Chain.head(tx, tenant.value()));
    }

    /// Verifies the chains in a database that no gateway has open.
    ///
    /// @param pinned the public key they have to be signed with; empty = the one in the database
    public static Map<String, Verification.Verdict> offline(Reader reader, Optional<Bytes> pinned) {
        Optional<Bytes> publicKey = pinned.or(() -> reader.read(AuditKey::written));
        List<String> tenants =
                reader.read(tx -> tx.list("SELECT tenant_id FROM audit_head ORDER BY tenant_id", row -> row.text(1)));
        Map<String, Verification.Verdict> verdicts = new LinkedHashMap<>();
        for (String tenant : tenants) {
            verdicts.put(
                    tenant,
                    publicKey.isEmpty()
                            ? Verification.impossible("the database has no public key of an audit")
                            : verify(reader, new TenantId(tenant), publicKey.get()));
        }
        return verdicts;
    }
}
