// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import static dev.switchboard.gateway.storage.schema.Tables.CHAT;

import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// The rows of chats.
final class ChatStore {
    private ChatStore() {}

    /// What is kept of a chat.
    record ChatRow(
            Jid jid,
            @Nullable String name,
            Instant lastAt,
            @Nullable String lastMessageId,
            long unread) {
        @Override
        public String toString() {
            return "ChatRow[]";
        }
    }

    /// Notes a message of the chat.
    static void touch(WriteTx tx, SessionLease lease, MessageRow message, int unread) {
        tx.update(
                "INSERT INTO chat (session_ref, tenant_id, fence, jid, last_at, last_message_id, unread) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (session_ref, jid) DO UPDATE SET unread = unread + excluded.unread, fence = excluded.fence,"
                        + " last_message_id = CASE WHEN excluded.last_at >= last_at THEN excluded.last_message_id"
                        + " ELSE last_message_id END, last_at = max(last_at, excluded.last_at)",
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
                "UPDATE chat SET name = ?, fence = ? WHERE session_ref = ? AND jid = ? AND name IS NOT ?",
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

    static Optional<ChatRow> find(ReadTx tx, long session, Jid chat) {
        return tx.dsl()
                .selectFrom(CHAT)
                .where(CHAT.SESSION_REF.eq(session))
                .and(CHAT.JID.eq(chat.toString()))
                .fetchOptional(ChatStore::row);
    }

    /// Chats before a place, newest first.
    static List<ChatRow> before(ReadTx tx, long session, long lastAt, String jid, int limit) {
        return tx.dsl()
                .selectFrom(CHAT)
                .where(CHAT.SESSION_REF.eq(session))
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
                "INSERT INTO chat (session_ref, tenant_id, fence, jid, name, last_at, last_message_id, unread)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_ref, jid) DO UPDATE SET"
                        + " unread = unread + excluded.unread, name = coalesce(name, excluded.name), fence = excluded.fence,"
                        + " last_message_id = CASE WHEN excluded.last_at >= last_at THEN excluded.last_message_id"
                        + " ELSE last_message_id END, last_at = max(last_at, excluded.last_at)",
                session,
                lease.key().tenant().value(),
                lease.fence(),
                to.toString(),
                old.get().name(),
                old.get().lastAt(),
                old.get().lastMessageId(),
                old.get().unread());
    }

    static ChatView view(ReadTx tx, long session, ChatRow row) {
        String last = row.lastMessageId();
        return new ChatView(
                AddressBook.shown(tx, session, row.jid()),
                row.name(),
                row.lastAt(),
                row.unread(),
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
                row.get(CHAT.UNREAD));
    }
}
