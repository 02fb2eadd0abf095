// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.conversation;

import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps who has which chat. Safe for many threads.
public final class Assignments {
    private static final String COLUMNS = "chat, user_id, handed, note, actor, at";

    private final Database database;
    private final EventLog events;
    private final InstantSource time;

    public Assignments(Database database, EventLog events, InstantSource time) {
        this.database = database;
        this.events = events;
        this.time = time;
    }

    /// How a chat is to be assigned.
    ///
    /// @param user the id of the user who gets it; empty = nobody in particular
    /// @param handed whether automations are to be silent there
    /// @param actor who says so
    public record Order(Optional<String> user, boolean handed, Optional<String> note, String actor) {
        @Override
        public String toString() {
            return "Order[handed=" + handed + "]";
        }
    }

    /// Who has a chat.
    public Assignment of(Session session, Jid chat) {
        return database.read(tx -> of(tx, session.key().ref(), chat));
    }

    /// As [#of(Session, Jid)], within a transaction.
    public Assignment of(ReadTx tx, long session, Jid asked) {
        Jid chat = AddressBook.canonical(tx, session, asked);
        Address shown = AddressBook.shown(tx, session, chat);
        return find(tx, session, chat, shown).orElseGet(() -> Assignment.none(shown));
    }

    /// Whether a person has the chat, so that automations are silent there.
    public boolean handed(ReadTx tx, long session, Jid chat) {
        return of(tx, session, chat).handed();
    }

    private static Optional<Assignment> find(ReadTx tx, long session, Jid chat, Address shown) {
        String hidden = shown.lid() == null ? chat.toString() : shown.lid();
        return tx.one(
                "SELECT " + COLUMNS + " FROM chat_assignment WHERE session_ref = ? AND chat IN (?, ?) ORDER BY at DESC",
                row -> assignment(row, shown),
                session,
                chat.toString(),
                hidden);
    }

    private static Assignment assignment(Row row, Address chat) {
        return new Assignment(chat, row.textOrNull(2), row.flag(3), row.textOrNull(4), row.textOrNull(5), row.time(6));
    }

    /// Assigns a chat.
    public Assignment assign(Session session, Jid chat, Order order) {
        return database.write(tx -> assign(tx, Sessions.lease(session), chat, order));
    }

    /// As [#assign(Session, Jid, Order)], within a transaction.
    public Assignment assign(WriteTx tx, SessionLease lease, Jid asked, Order order) {
        lease.guard(tx);
        long session = lease.key().ref();
        Jid chat = AddressBook.canonical(tx, session, asked);
        Address shown = AddressBook.shown(tx, session, chat);
        Instant now = Instant.ofEpochMilli(time.millis());
        forget(tx, session, chat, shown);
        Assignment made = new Assignment(
                shown, order.user().orElse(null), order.handed(), order.note().orElse(null), order.actor(), now);
        insert(tx, lease, chat, made);
        events.append(tx, lease.key().tenant(), lease.key().id(), EventName.CHAT_ASSIGNED, made);
        return made;
    }

    private static void forget(WriteTx tx, long session, Jid chat, Address shown) {
        tx.update(
                "DELETE FROM chat_assignment WHERE session_ref = ? AND chat IN (?, ?)",
                session,
                chat.toString(),
                shown.lid() == null ? chat.toString() : shown.lid());
    }

    private static void insert(WriteTx tx, SessionLease lease, Jid chat, Assignment made) {
        tx.update(
                "INSERT INTO chat_assignment (session_ref, tenant_id, fence, chat, user_id, handed, note, actor, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                chat.toString(),
                made.user(),
                made.handed(),
                made.note(),
                made.by(),
                made.at());
    }

    /// Gives a chat back: nobody has it, and automations answer there again.
    public Assignment giveBack(Session session, Jid chat, String actor) {
        return assign(session, chat, new Order(Optional.empty(), false, Optional.empty(), actor));
    }

    /// A session's chats that somebody has, the newest assignment first.
    ///
    /// @param user only those of this user
    public Page<Assignment> page(Session session, Optional<String> user, @Nullable String cursor, int limit) {
        long ref = session.key().ref();
        String[] place =
                cursor == null ? new String[] {"0", ""} : Cursor.key(cursor).split(" ", 2);
        long before = cursor == null ? Long.MAX_VALUE : number(place);
        return database.read(tx -> {
            List<Assignment> rows = tx.list(
                    "SELECT " + COLUMNS
                            + " FROM chat_assignment WHERE session_ref = ? AND (at < ? OR (at = ? AND chat < ?))"
                            + " AND (handed = 1 OR user_id IS NOT NULL) AND (? = '' OR user_id = ?)"
                            + " ORDER BY at DESC, chat DESC LIMIT ?",
                    row -> assignment(row, AddressBook.shown(tx, ref, Jid.parse(row.text(1)))),
                    ref,
                    before,
                    before,
                    place[1],
                    user.orElse(""),
                    user.orElse(""),
                    limit + 1);
            return Page.of(rows, limit, Assignments::place);
        });
    }

    private static String place(Assignment last) {
        long at = last.at() == null ? 0 : last.at().toEpochMilli();
        return Cursor.of(at + " " + last.chat().jid());
    }

    private static long number(String[] place) {
        try {
            if (place.length == 2) {
                return Long.parseLong(place[0]);
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw Cursor.refused();
    }
}
