// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import static dev.switchboard.gateway.storage.schema.Tables.CHAT;

import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.label.Labels;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// The rows of chats.
final class ChatStore {
    /// For good, as it is kept.
    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

    private ChatStore() {}

    /// What is kept of a chat.
    record ChatRow(
            Jid jid,
            @Nullable String name,
            Instant lastAt,
            @Nullable String lastMessageId,
            long unread,
            ChatView.Traits traits) {
        @Override
        public String toString() {
            return "ChatRow[]";
        }
    }

    /// Notes a message of the chat.
    static void touch(WriteTx tx, SessionLease lease, MessageRow message, int unread) {
        tx.update(
                "INSERT INTO chat (session_ref, tenant_id, fence, jid, last_at, last_message_id, unread) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (session_ref, jid) DO UPDATE SET unread = chat.unread + excluded.unread, fence = excluded.fence,"
                        + " last_message_id = CASE WHEN excluded.last_at >= chat.last_at THEN excluded.last_message_id"
                        + " ELSE chat.last_message_id END, last_at = CASE WHEN excluded.last_at > chat.last_at"
                        + " THEN excluded.last_at ELSE chat.last_at END",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                message.chat().toString(),
                message.at(),
                message.id(),
                unread);
    }

    static void name(WriteTx tx, SessionLease lease, Jid chat, String name) {
        tx.update(
                "UPDATE chat SET name = ?, fence = ? WHERE session_ref = ? AND jid = ? AND name IS DISTINCT FROM ?",
                name,
                lease.fence(),
                lease.key().ref(),
                chat.toString(),
                name);
    }

    static void unread(WriteTx tx, SessionLease lease, Jid chat, int unread) {
        tx.update(
                "UPDATE chat SET unread = ?, fence = ? WHERE session_ref = ? AND jid = ?",
                unread,
                lease.fence(),
                lease.key().ref(),
                chat.toString());
    }

    /// Makes the chat unless it is there.
    static void ensure(WriteTx tx, SessionLease lease, Jid chat) {
        tx.update(
                "INSERT INTO chat (session_ref, tenant_id, fence, jid, last_at) VALUES (?, ?, ?, ?, 0)"
                        + " ON CONFLICT (session_ref, jid) DO NOTHING",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                chat.toString());
    }

    static void archived(WriteTx tx, SessionLease lease, Jid chat, boolean on) {
        set(tx, lease, chat, "UPDATE chat SET archived = ?, fence = ? WHERE session_ref = ? AND jid = ?", on);
    }

    static void muted(WriteTx tx, SessionLease lease, Jid chat, Optional<Instant> until) {
        Long millis = until.map(time ->
                        time.isAfter(FAR) ? Long.valueOf(FAR.toEpochMilli()) : Long.valueOf(time.toEpochMilli()))
                .orElse(null);
        set(tx, lease, chat, "UPDATE chat SET muted_until = ?, fence = ? WHERE session_ref = ? AND jid = ?", millis);
    }

    static void pinned(WriteTx tx, SessionLease lease, Jid chat, Optional<Instant> at) {
        set(
                tx,
                lease,
                chat,
                "UPDATE chat SET pinned_at = ?, fence = ? WHERE session_ref = ? AND jid = ?",
                at.orElse(null));
    }

    static void markedUnread(WriteTx tx, SessionLease lease, Jid chat, boolean on) {
        set(tx, lease, chat, "UPDATE chat SET marked_unread = ?, fence = ? WHERE session_ref = ? AND jid = ?", on);
        if (!on) {
            unread(tx, lease, chat, 0);
        }
    }

    static void lifetime(WriteTx tx, SessionLease lease, Jid chat, Optional<Duration> lifetime) {
        set(
                tx,
                lease,
                chat,
                "UPDATE chat SET lifetime = ?, fence = ? WHERE session_ref = ? AND jid = ?",
                lifetime.filter(time -> !time.isZero()).map(Duration::toSeconds).orElse(null));
    }

    private static void set(WriteTx tx, SessionLease lease, Jid chat, String sql, @Nullable Object value) {
        ensure(tx, lease, chat);
        tx.update(sql, value, lease.fence(), lease.key().ref(), chat.toString());
    }

    /// Deletes a chat's messages up to a time, and with `whole` the chat as well if nothing newer is in it.
    static void empty(WriteTx tx, SessionLease lease, Jid chat, Instant at, boolean whole) {
        long session = lease.key().ref();
        tx.update("DELETE FROM message WHERE session_ref = ? AND chat = ? AND at <= ?", session, chat.toString(), at);
        long left =
                tx.number("SELECT count(*) FROM message WHERE session_ref = ? AND chat = ?", session, chat.toString());
        if (left > 0) {
            return;
        }
        if (whole) {
            tx.update("DELETE FROM chat WHERE session_ref = ? AND jid = ?", session, chat.toString());
        } else {
            tx.update(
                    "UPDATE chat SET last_message_id = NULL, unread = 0, fence = ? WHERE session_ref = ? AND jid = ?",
                    lease.fence(),
                    session,
                    chat.toString());
        }
    }

    static Optional<ChatRow> find(ReadTx tx, long session, Jid chat) {
        return tx.dsl()
                .selectFrom(CHAT)
                .where(CHAT.SESSION_REF.eq(session))
                .and(CHAT.JID.eq(chat.toString()))
                .fetchOptional(ChatStore::row);
    }

    /// Chats before a place, newest first.
    ///
    /// @param archived only those that are, or are not; null = all
    static List<ChatRow> before(
            ReadTx tx, long session, long lastAt, String jid, int limit, @Nullable Boolean archived) {
        return tx.dsl()
                .selectFrom(CHAT)
                .where(CHAT.SESSION_REF.eq(session))
                .and(archived == null ? DSL.noCondition() : CHAT.ARCHIVED.eq(archived ? 1L : 0L))
                .and(DSL.row(CHAT.LAST_AT, CHAT.JID).lt(lastAt, jid))
                .orderBy(CHAT.LAST_AT.desc(), CHAT.JID.desc())
                .limit(limit)
                .fetch(ChatStore::row);
    }

    /// Joins two chats that were found to be with one person.
    static void rename(WriteTx tx, SessionLease lease, Jid from, Jid to) {
        long session = lease.key().ref();
        Optional<ChatRow> old = find(tx, session, from);
        if (old.isEmpty()) {
            return;
        }
        tx.update("DELETE FROM chat WHERE session_ref = ? AND jid = ?", session, from.toString());
        tx.update(
                "INSERT INTO chat (session_ref, tenant_id, fence, jid, name, last_at, last_message_id, unread, archived,"
                        + " muted_until, pinned_at, marked_unread, lifetime)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_ref, jid) DO UPDATE SET"
                        + " unread = chat.unread + excluded.unread, name = coalesce(chat.name, excluded.name), fence = excluded.fence,"
                        + " last_message_id = CASE WHEN excluded.last_at >= chat.last_at THEN excluded.last_message_id"
                        + " ELSE chat.last_message_id END, last_at = CASE WHEN excluded.last_at > chat.last_at"
                        + " THEN excluded.last_at ELSE chat.last_at END",
                session,
                lease.key().tenant().value(),
                lease.fence(),
                to.toString(),
                old.get().name(),
                old.get().lastAt(),
                old.get().lastMessageId(),
                old.get().unread(),
                old.get().traits().archived(),
                old.get().traits().mutedUntil(),
                old.get().traits().pinnedAt(),
                old.get().traits().markedUnread(),
                old.get().traits().lifetimeSeconds());
    }

    static ChatView view(ReadTx tx, long session, ChatRow row) {
        String last = row.lastMessageId();
        return new ChatView(
                AddressBook.shown(tx, session, row.jid()),
                row.name(),
                row.lastAt(),
                row.unread(),
                row.traits(),
                Labels.of(tx, session, row.jid(), ""),
                last == null
                        ? null
                        : MessageStore.find(tx, session, last)
                                .map(message -> MessageStore.view(tx, session, message))
                                .orElse(null));
    }

    private static ChatRow row(Record row) {
        return new ChatRow(
                Jid.parse(row.get(CHAT.JID)),
                row.get(CHAT.NAME),
                Instant.ofEpochMilli(row.get(CHAT.LAST_AT)),
                row.get(CHAT.LAST_MESSAGE_ID),
                row.get(CHAT.UNREAD),
                new ChatView.Traits(
                        row.get(CHAT.ARCHIVED) == 1,
                        time(row.get(CHAT.MUTED_UNTIL)),
                        time(row.get(CHAT.PINNED_AT)),
                        row.get(CHAT.MARKED_UNREAD) == 1,
                        row.get(CHAT.LIFETIME)));
    }

    private static @Nullable Instant time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
