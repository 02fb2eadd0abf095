// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.Origin;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Notes who did what, in the transaction that did it, as a chain per tenant in which each entry's digest covers the
/// one before. Entries are gathered while a transaction runs and written together before its commit, with one look at
/// each chain's end. They hold ids, never contents; personal fields are such that they can be erased.
public final class AuditLog {
    private static final int ADOPTED_AT_ONCE = 1_000;

    private final InstantSource time;
    private final RandomGenerator random;

    public AuditLog(InstantSource time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /// The entries of one transaction.
    private static final class Pages {
        private final Map<String, List<Link.Entry>> ofTenants = new LinkedHashMap<>();

        void add(Link.Entry entry) {
            ofTenants.computeIfAbsent(entry.tenant(), _ -> new ArrayList<>()).add(entry);
        }
    }

    /// Notes it, with where the request came from if one brought it about.
    public void note(WriteTx tx, AuditEntry entry) {
        Optional<Origin> request = tx.origin();
        request.ifPresent(Origin::note);
        note(
                tx,
                entry,
                time.instant(),
                request.map(Origin::route).orElse(null),
                request.map(Origin::address).orElse(null));
    }

    private void note(WriteTx tx, AuditEntry entry, Instant at, @Nullable String route, @Nullable String address) {
        Pages pages = tx.shared(Pages.class, () -> {
            Pages fresh = new Pages();
            tx.beforeCommit(() -> fresh.ofTenants.forEach((tenant, entries) -> chain(tx, tenant, entries)));
            return fresh;
        });
        pages.add(Link.Entry.of(
                entry,
                0,
                at.toEpochMilli(),
                route,
                Link.Personal.of(entry.person(), random),
                Link.Personal.of(address, random)));
    }

    private static void chain(WriteTx tx, String tenant, List<Link.Entry> entries) {
        Link.Head head = Chain.headForWriting(tx, tenant);
        List<Link.Entry> chained = new ArrayList<>(entries.size());
        for (Link.Entry entry : entries) {
            Link.Entry next = numbered(entry, head.seq() + 1).after(head.digest());
            head = new Link.Head(next.seq(), next.digest());
            chained.add(next);
        }
        Chain.append(tx, tenant, chained, head);
    }

    private static Link.Entry numbered(Link.Entry entry, long seq) {
        return new Link.Entry(
                entry.tenant(),
                seq,
                entry.at(),
                entry.type(),
                entry.actor(),
                entry.action(),
                entry.session(),
                entry.subject(),
                entry.outcome(),
                entry.route(),
                entry.person(),
                entry.origin(),
                entry.digest());
    }

    /// Takes entries into the chain that were noted before there was one.
    public void adopt(Database database) {
        while (database.write(this::adoptSome) == ADOPTED_AT_ONCE) {
            // until none is left
        }
    }

    private record Old(long ref, Instant at, AuditEntry entry) {}

    private int adoptSome(WriteTx tx) {
        List<Old> old = tx.list(
                "SELECT ref, at, tenant_id, type, actor, action, session_id, subject FROM audit ORDER BY ref LIMIT "
                        + ADOPTED_AT_ONCE,
                row -> new Old(
                        row.number(1),
                        row.time(2),
                        new AuditEntry(
                                new TenantId(row.text(3)),
                                AuditType.of(row.text(4)),
                                row.text(5),
                                row.text(6),
                                row.textOrNull(7),
                                row.textOrNull(8))));
        old.forEach(one -> note(tx, one.entry(), one.at(), null, null));
        if (!old.isEmpty()) {
            tx.update("DELETE FROM audit WHERE ref <= ?", old.getLast().ref());
        }
        return old.size();
    }
}
