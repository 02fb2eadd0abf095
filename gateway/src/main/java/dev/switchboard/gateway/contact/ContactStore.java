// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.contact;

import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of people and of checked numbers.
final class ContactStore {
    private static final String COLUMNS = "jid, full_name, first_name, push_name, business_name, username, about,"
            + " picture_id, blocked, online, seen_at";

    /// What is kept of a person under which column.
    enum Field {
        FULL_NAME("full_name"),
        FIRST_NAME("first_name"),
        PUSH_NAME("push_name"),
        BUSINESS_NAME("business_name"),
        USERNAME("username"),
        ABOUT("about"),
        PICTURE_ID("picture_id");

        private final String column;

        Field(String column) {
            this.column = column;
        }
    }

    private ContactStore() {}

    private static void ensure(WriteTx tx, SessionLease lease, Jid person, Instant now) {
        tx.update(
                "INSERT INTO contact (session_ref, tenant_id, fence, jid, updated_at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (session_ref, jid) DO NOTHING",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                person.toString(),
                now);
    }

    /// Notes one fact; whether it is news.
    static boolean set(WriteTx tx, SessionLease lease, Jid person, Field field, @Nullable String value, Instant now) {
        ensure(tx, lease, person, now);
        return tx.update(
                        "UPDATE contact SET " + field.column + " = ?, updated_at = ?, fence = ?"
                                + " WHERE session_ref = ? AND jid = ? AND " + field.column + " IS DISTINCT FROM ?",
                        value,
                        now,
                        lease.fence(),
                        lease.key().ref(),
                        person.toString(),
                        value)
                == 1;
    }

    static boolean block(WriteTx tx, SessionLease lease, Jid person, boolean on, Instant now) {
        ensure(tx, lease, person, now);
        return tx.update(
                        "UPDATE contact SET blocked = ?, updated_at = ?, fence = ? WHERE session_ref = ? AND jid = ? AND blocked <> ?",
                        on,
                        now,
                        lease.fence(),
                        lease.key().ref(),
                        person.toString(),
                        on)
                == 1;
    }

    static List<Jid> blocked(ReadTx tx, long session) {
        return tx.list(
                "SELECT jid FROM contact WHERE session_ref = ? AND blocked = 1",
                row -> Jid.parse(row.text(1)),
                session);
    }

    static List<Jid> saved(ReadTx tx, long session, int limit) {
        return tx.list(
                "SELECT jid FROM contact WHERE session_ref = ? AND full_name IS NOT NULL AND blocked = 0 ORDER BY jid LIMIT ?",
                row -> Jid.parse(row.text(1)),
                session,
                limit);
    }

    static void presence(
            WriteTx tx, SessionLease lease, Jid person, boolean online, @Nullable Instant seen, Instant now) {
        ensure(tx, lease, person, now);
        tx.update(
                "UPDATE contact SET online = ?, seen_at = coalesce(?, seen_at), fence = ? WHERE session_ref = ? AND jid = ?",
                online,
                seen,
                lease.fence(),
                lease.key().ref(),
                person.toString());
    }

    /// Joins two rows that were found to be one person's; what the second has wins.
    static void merge(WriteTx tx, SessionLease lease, Jid from, Jid to, Instant now) {
        long session = lease.key().ref();
        if (tx.number("SELECT count(*) FROM contact WHERE session_ref = ? AND jid = ?", session, from.toString())
                == 0) {
            return;
        }
        ensure(tx, lease, to, now);
        for (Field field : Field.values()) {
            tx.update(
                    "UPDATE contact SET " + field.column + " = coalesce(" + field.column + ", (SELECT o." + field.column
                            + " FROM contact o WHERE o.session_ref = ? AND o.jid = ?)) WHERE session_ref = ? AND jid = ?",
                    session,
                    from.toString(),
                    session,
                    to.toString());
        }
        tx.update(
                "UPDATE contact SET blocked = CASE WHEN EXISTS (SELECT 1 FROM contact o WHERE o.session_ref = ?"
                        + " AND o.jid = ? AND o.blocked = 1) THEN 1 ELSE blocked END, updated_at = ?, fence = ? WHERE session_ref = ? AND jid = ?",
                session,
                from.toString(),
                now,
                lease.fence(),
                session,
                to.toString());
        tx.update("DELETE FROM contact WHERE session_ref = ? AND jid = ?", session, from.toString());
    }

    static Optional<ContactView> find(ReadTx tx, long session, Jid person) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM contact WHERE session_ref = ? AND jid = ?",
                row -> view(tx, session, row),
                session,
                person.toString());
    }

    static Optional<Jid> byUsername(ReadTx tx, long session, String username) {
        return tx.one(
                "SELECT jid FROM contact WHERE session_ref = ? AND username = ?",
                row -> Jid.parse(row.text(1)),
                session,
                username);
    }

    static List<ContactView> after(ReadTx tx, long session, String jid, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM contact WHERE session_ref = ? AND jid > ? ORDER BY jid LIMIT ?",
                row -> view(tx, session, row),
                session,
                jid,
                limit);
    }

    private static ContactView view(ReadTx tx, long session, Row row) {
        String full = row.textOrNull(2);
        String push = row.textOrNull(4);
        String business = row.textOrNull(5);
        Long online = row.numberOrNull(10);
        return new ContactView(
                AddressBook.shown(tx, session, Jid.parse(row.text(1))),
                Stream.of(Optional.ofNullable(full), Optional.ofNullable(business), Optional.ofNullable(push))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null),
                full,
                row.textOrNull(3),
                push,
                business,
                row.textOrNull(6),
                row.textOrNull(7),
                row.textOrNull(8),
                row.flag(9),
                online == null ? null : online == 1,
                row.timeOrNull(11));
    }

    /// Whether a number is on WhatsApp, as it was found out.
    record Checked(String number, boolean registered, Optional<Jid> person, boolean business, Instant at) {
        @Override
        public String toString() {
            return "Checked[" + registered + "]";
        }
    }

    static Optional<Checked> checked(ReadTx tx, long session, String number) {
        return tx.one(
                "SELECT registered, jid, business, checked_at FROM number_check WHERE session_ref = ? AND number = ?",
                row -> new Checked(
                        number,
                        row.flag(1),
                        Optional.ofNullable(row.textOrNull(2)).map(Jid::parse),
                        row.flag(3),
                        row.time(4)),
                session,
                number);
    }

    static void keep(WriteTx tx, SessionLease lease, Checked check) {
        tx.update(
                "INSERT INTO number_check (session_ref, tenant_id, fence, number, registered, jid, business, checked_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_ref, number) DO UPDATE SET"
                        + " registered = excluded.registered, jid = excluded.jid, business = excluded.business,"
                        + " checked_at = excluded.checked_at, fence = excluded.fence",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                check.number(),
                check.registered(),
                check.person().map(Jid::toString).orElse(null),
                check.business(),
                check.at());
    }

    /// How many numbers the network was asked about since a time.
    static long askedSince(ReadTx tx, long session, Instant since) {
        return tx.number("SELECT count(*) FROM number_check WHERE session_ref = ? AND checked_at > ?", session, since);
    }
}
