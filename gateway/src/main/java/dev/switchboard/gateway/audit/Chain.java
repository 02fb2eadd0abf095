// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The chains in the database.
final class Chain {
    private static final String FIELDS = "tenant_id, seq, at, type, actor, action, session_id, subject, outcome, route,"
            + " person, person_salt, person_mark, origin, origin_salt, origin_mark, digest";
    private static final String GAP_FIELDS = "tenant_id, from_seq, to_seq, before_mark, last_digest, at, signature";

    private Chain() {}

    static Link.Head head(ReadTx tx, String tenant) {
        return tx.one(
                        "SELECT seq, digest FROM audit_head WHERE tenant_id = ?",
                        row -> new Link.Head(row.number(1), Bytes.of(row.bytes(2))),
                        tenant)
                .orElse(Link.Head.NONE);
    }

    /// The end of a chain, which nobody else changes until the commit.
    static Link.Head headForWriting(WriteTx tx, String tenant) {
        return tx.one(
                        "UPDATE audit_head SET seq = seq WHERE tenant_id = ? RETURNING seq, digest",
                        row -> new Link.Head(row.number(1), Bytes.of(row.bytes(2))),
                        tenant)
                .orElse(Link.Head.NONE);
    }

    static void append(WriteTx tx, String tenant, List<Link.Entry> entries, Link.Head head) {
        tx.updateEach(
                "INSERT INTO audit_entry (" + FIELDS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entries.stream().map(Chain::parameters).toList());
        tx.update(
                "INSERT INTO audit_head (tenant_id, seq, digest) VALUES (?, ?, ?)"
                        + " ON CONFLICT (tenant_id) DO UPDATE SET seq = excluded.seq, digest = excluded.digest",
                tenant,
                head.seq(),
                head.digest().toByteArray());
    }

    private static @Nullable Object[] parameters(Link.Entry entry) {
        return new @Nullable Object[] {
            entry.tenant(),
            entry.seq(),
            entry.at(),
            entry.type(),
            entry.actor(),
            entry.action(),
            entry.session(),
            entry.subject(),
            entry.outcome(),
            entry.route(),
            entry.person().value(),
            array(entry.person().salt()),
            array(entry.person().mark()),
            entry.origin().value(),
            array(entry.origin().salt()),
            array(entry.origin().mark()),
            entry.digest().toByteArray()
        };
    }

    private static byte @Nullable [] array(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.toByteArray();
    }

    private static @Nullable Bytes bytes(byte @Nullable [] array) {
        return array == null ? null : Bytes.of(array);
    }

    /// The links after a number, in order.
    static List<Link> after(ReadTx tx, String tenant, long seq, int limit) {
        List<Link> links = new ArrayList<>(tx.list(
                "SELECT " + FIELDS + " FROM audit_entry WHERE tenant_id = ? AND seq > ? ORDER BY seq LIMIT ?",
                Chain::entry,
                tenant,
                seq,
                limit));
        links.addAll(tx.list(
                "SELECT " + GAP_FIELDS + " FROM audit_gap WHERE tenant_id = ? AND to_seq > ? ORDER BY from_seq LIMIT ?",
                Chain::gap,
                tenant,
                seq,
                limit));
        links.sort(Comparator.comparingLong(Link::first));
        return links.size() > limit ? links.subList(0, limit) : links;
    }

    static Optional<Link.Entry> find(ReadTx tx, String tenant, long seq) {
        return tx.one(
                "SELECT " + FIELDS + " FROM audit_entry WHERE tenant_id = ? AND seq = ?", Chain::entry, tenant, seq);
    }

    static Link.Entry entry(Row row) {
        return new Link.Entry(
                row.text(1),
                row.number(2),
                row.number(3),
                row.text(4),
                row.text(5),
                row.text(6),
                row.textOrNull(7),
                row.textOrNull(8),
                row.text(9),
                row.textOrNull(10),
                new Link.Personal(row.textOrNull(11), bytes(row.bytesOrNull(12)), bytes(row.bytesOrNull(13))),
                new Link.Personal(row.textOrNull(14), bytes(row.bytesOrNull(15)), bytes(row.bytesOrNull(16))),
                Bytes.of(row.bytes(17)));
    }

    private static Link gap(Row row) {
        return new Link.Gap(
                row.text(1),
                row.number(2),
                row.number(3),
                Bytes.of(row.bytes(4)),
                Bytes.of(row.bytes(5)),
                row.number(6),
                Bytes.of(row.bytes(7)));
    }

    static List<Link.Seal> seals(ReadTx tx, String tenant) {
        return tx.list(
                "SELECT tenant_id, seq, digest, at, signature FROM audit_seal WHERE tenant_id = ? ORDER BY seq",
                row -> new Link.Seal(
                        row.text(1), row.number(2), Bytes.of(row.bytes(3)), row.number(4), Bytes.of(row.bytes(5))),
                tenant);
    }

    static void seal(WriteTx tx, Link.Seal seal) {
        tx.update(
                "INSERT INTO audit_seal (tenant_id, seq, digest, at, signature) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (tenant_id, seq) DO NOTHING",
                seal.tenant(),
                seal.seq(),
                seal.digest().toByteArray(),
                seal.at(),
                seal.signature().toByteArray());
    }

    /// Takes the links of a stretch away and puts a gap in their place.
    static void cut(WriteTx tx, Link.Gap gap) {
        tx.update(
                "DELETE FROM audit_entry WHERE tenant_id = ? AND seq BETWEEN ? AND ?",
                gap.tenant(),
                gap.first(),
                gap.last());
        tx.update(
                "DELETE FROM audit_gap WHERE tenant_id = ? AND from_seq BETWEEN ? AND ?",
                gap.tenant(),
                gap.first(),
                gap.last());
        tx.update(
                "INSERT INTO audit_gap (" + GAP_FIELDS + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                gap.tenant(),
                gap.first(),
                gap.last(),
                gap.before().toByteArray(),
                gap.digest().toByteArray(),
                gap.at(),
                gap.signature().toByteArray());
    }

    /// Erases a person from entries of a stretch; the answer is from how many.
    static int erase(WriteTx tx, String tenant, String person, long first, long last) {
        return tx.update(
                "UPDATE audit_entry SET person = NULL, person_salt = NULL WHERE tenant_id = ? AND seq BETWEEN ? AND ?"
                        + " AND person = ?",
                tenant,
                first,
                last,
                person);
    }
}
