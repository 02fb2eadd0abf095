// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import static dev.switchboard.gateway.storage.schema.Tables.MESSAGE;

import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.media.MediaLibrary;
import dev.switchboard.gateway.provider.ContentJson;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// The rows of messages and their reactions. What happens to every message is written by hand-made statements, the hot
/// writes of the gateway; what people look for goes through jOOQ.
final class MessageStore {
    /// The sender of own messages, whose address may change with a new link.
    private static final String ME = "me";

    private MessageStore() {}

    /// Stores a message; the answer is whether it was new.
    static boolean insert(WriteTx tx, SessionLease lease, MessageRow row) {
        return tx.update(
                        "INSERT INTO message (session_ref, tenant_id, fence, chat, id, sender, from_me, at, type, text, status,"
                                + " failure, quoted_id, content, context, media_id, raw)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (session_ref, id, sender) DO NOTHING",
                        lease.key().ref(),
                        lease.key().tenant().value(),
                        lease.fence(),
                        row.chat().toString(),
                        row.id(),
                        row.sender().map(Jid::toString).orElse(ME),
                        row.fromMe(),
                        row.at(),
                        row.type(),
                        row.text().orElse(null),
                        row.delivery().map(Delivery::rank).orElse(-1),
                        row.failure().orElse(null),
                        row.quotedId().orElse(null),
                        row.more().content().map(ContentJson::write).orElse(null),
                        ContentJson.writeContext(kept(row.more().context())).orElse(null),
                        row.more().mediaId().orElse(null),
                        row.more().raw().map(Bytes::toByteArray).orElse(null))
                == 1;
    }

    /// What is kept of what goes with a message: the message that is replied to has a column of its own.
    private static Dispatch.Context kept(Dispatch.Context context) {
        return new Dispatch.Context(
                Optional.empty(),
                context.mentions(),
                context.mentionAll(),
                context.forwards(),
                context.lifetime(),
                context.audience(),
                context.album());
    }

    /// Replaces a placeholder by the message that has become readable; the answer is whether there was one.
    static boolean mend(WriteTx tx, SessionLease lease, MessageRow row, String placeholder) {
        return tx.update(
                        "UPDATE message SET type = ?, text = ?, failure = NULL, quoted_id = ?, content = ?, context = ?,"
                                + " media_id = ?, raw = ?, fence = ? WHERE session_ref = ? AND id = ? AND sender = ? AND type = ?",
                        row.type(),
                        row.text().orElse(null),
                        row.quotedId().orElse(null),
                        row.more().content().map(ContentJson::write).orElse(null),
                        ContentJson.writeContext(kept(row.more().context())).orElse(null),
                        row.more().mediaId().orElse(null),
                        row.more().raw().map(Bytes::toByteArray).orElse(null),
                        lease.fence(),
                        lease.key().ref(),
                        row.id(),
                        row.sender().map(Jid::toString).orElse(ME),
                        placeholder)
                == 1;
    }

    /// The message with this id, an own one first if two people chose the same.
    static Optional<MessageRow> find(ReadTx tx, long session, String id) {
        return tx.dsl()
                .selectFrom(MESSAGE)
                .where(named(session, id))
                .orderBy(MESSAGE.FROM_ME.desc())
                .limit(1)
                .fetchOptional(MessageStore::row);
    }

    /// The message with this id in a chat.
    ///
    /// @param author who wrote it, by any of their addresses; empty = this account
    static Optional<MessageRow> findBy(ReadTx tx, long session, Jid chat, String id, Optional<Jid> author) {
        String sender = author.map(Jid::toString).orElse(ME);
        String hidden = author.filter(Jid::isPn)
                .flatMap(pn -> AddressBook.lidOf(tx, session, pn))
                .map(Jid::toString)
                .orElse(sender);
        return tx.dsl()
                .selectFrom(MESSAGE)
                .where(named(session, id))
                .and(MESSAGE.SENDER.in(sender, hidden))
                .and(MESSAGE.CHAT.eq(chat.toString()))
                .limit(1)
                .fetchOptional(MessageStore::row);
    }

    static Optional<MessageRow> findOwn(ReadTx tx, long session, String id) {
        return tx.dsl()
                .selectFrom(MESSAGE)
                .where(named(session, id))
                .and(MESSAGE.SENDER.eq(ME))
                .fetchOptional(MessageStore::row);
    }

    private static Condition named(long session, String id) {
        return MESSAGE.SESSION_REF.eq(session).and(MESSAGE.ID.eq(id));
    }

    /// Messages before a place, newest first.
    ///
    /// @param chat only of this chat; empty = of all
    /// @param place time and number of the message before which they are
    static List<MessageRow> before(ReadTx tx, long session, Optional<Jid> chat, long[] place, int limit) {
        Condition which = MESSAGE.SESSION_REF.eq(session);
        if (chat.isPresent()) {
            which = which.and(MESSAGE.CHAT.eq(chat.get().toString()));
        }
        return tx.dsl()
                .selectFrom(MESSAGE)
                .where(which)
                .and(DSL.row(MESSAGE.AT, MESSAGE.REF).lt(place[0], place[1]))
                .orderBy(MESSAGE.AT.desc(), MESSAGE.REF.desc())
                .limit(limit)
                .fetch(MessageStore::row);
    }

    /// The newest messages of others in a chat, for read receipts.
    static List<MessageRow> newestOfOthers(ReadTx tx, long session, Jid chat, long limit) {
        return tx.dsl()
                .selectFrom(MESSAGE)
                .where(MESSAGE.SESSION_REF.eq(session))
                .and(MESSAGE.CHAT.eq(chat.toString()))
                .and(MESSAGE.FROM_ME.eq(0L))
                .orderBy(MESSAGE.AT.desc(), MESSAGE.REF.desc())
                .limit(limit)
                .fetch(MessageStore::row);
    }

    /// A message that was moved.
    record Moved(Jid chat) {}

    /// Moves an own message forward; empty if it is not known or is that far already.
    static Optional<Moved> advance(
            WriteTx tx, SessionLease lease, String id, Delivery delivery, Optional<String> failure) {
        return tx.one(
                "UPDATE message SET status = ?, failure = ?, fence = ? WHERE session_ref = ? AND id = ? AND sender = '"
                        + ME + "' AND status < ? RETURNING chat",
                row -> new Moved(Jid.parse(row.text(1))),
                delivery.rank(),
                failure.orElse(null),
                lease.fence(),
                lease.key().ref(),
                id,
                delivery.rank());
    }

    static void edit(WriteTx tx, SessionLease lease, long ref, @Nullable String text, Instant at) {
        tx.update("UPDATE message SET text = ?, edited_at = ?, fence = ? WHERE ref = ?", text, at, lease.fence(), ref);
    }

    static void revoke(WriteTx tx, SessionLease lease, long ref, Instant at) {
        tx.update(
                "UPDATE message SET text = NULL, content = NULL, context = NULL, media_id = NULL, raw = NULL, revoked_at = ?,"
                        + " fence = ? WHERE ref = ?",
                at,
                lease.fence(),
                ref);
        tx.update("DELETE FROM reaction WHERE message_ref = ?", ref);
        tx.update("DELETE FROM message_answer WHERE message_ref = ?", ref);
    }

    /// Notes somebody's answer to a poll or event; an empty one is taken back.
    static void answer(WriteTx tx, SessionLease lease, long message, Optional<Jid> by, String answer, Instant at) {
        String person = by.map(Jid::toString).orElse(ME);
        if (answer.isEmpty()) {
            tx.update("DELETE FROM message_answer WHERE message_ref = ? AND person = ?", message, person);
            return;
        }
        tx.update(
                "INSERT INTO message_answer (session_ref, tenant_id, fence, message_ref, person, answer, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_ref, person) DO UPDATE SET"
                        + " answer = excluded.answer, at = excluded.at, fence = excluded.fence",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                message,
                person,
                answer,
                at);
    }

    /// Who answered what to a poll or event; without an address it was this account.
    record Given(Optional<Jid> by, String answer) {
        @Override
        public String toString() {
            return "Given[]";
        }
    }

    static List<Given> answers(ReadTx tx, long message) {
        return tx.list(
                "SELECT person, answer FROM message_answer WHERE message_ref = ? ORDER BY at, person",
                row -> new Given(
                        row.text(1).equals(ME) ? Optional.empty() : Optional.of(Jid.parse(row.text(1))), row.text(2)),
                message);
    }

    static void star(WriteTx tx, SessionLease lease, long message, boolean starred) {
        tx.update("UPDATE message SET starred = ?, fence = ? WHERE ref = ?", starred, lease.fence(), message);
    }

    static void pin(WriteTx tx, SessionLease lease, long message, Optional<Instant> until) {
        tx.update(
                "UPDATE message SET pinned_until = ?, fence = ? WHERE ref = ?",
                until.orElse(null),
                lease.fence(),
                message);
    }

    static void keep(WriteTx tx, SessionLease lease, long message, boolean kept) {
        tx.update("UPDATE message SET kept = ?, fence = ? WHERE ref = ?", kept, lease.fence(), message);
    }

    /// Starred messages before a place, newest first.
    static List<MessageRow> starred(ReadTx tx, long session, long[] place, int limit) {
        return tx.dsl()
                .selectFrom(MESSAGE)
                .where(MESSAGE.SESSION_REF.eq(session))
                .and(MESSAGE.STARRED.eq(1L))
                .and(DSL.row(MESSAGE.AT, MESSAGE.REF).lt(place[0], place[1]))
                .orderBy(MESSAGE.AT.desc(), MESSAGE.REF.desc())
                .limit(limit)
                .fetch(MessageStore::row);
    }

    /// The oldest message of a chat.
    static Optional<MessageRow> oldest(ReadTx tx, long session, Jid chat) {
        return tx.dsl()
                .selectFrom(MESSAGE)
                .where(MESSAGE.SESSION_REF.eq(session))
                .and(MESSAGE.CHAT.eq(chat.toString()))
                .orderBy(MESSAGE.AT, MESSAGE.REF)
                .limit(1)
                .fetchOptional(MessageStore::row);
    }

    static void delete(WriteTx tx, long ref) {
        tx.update("DELETE FROM message WHERE ref = ?", ref);
    }

    static Optional<MessageRow> byRef(ReadTx tx, long session, long ref) {
        return tx.dsl()
                .selectFrom(MESSAGE)
                .where(MESSAGE.SESSION_REF.eq(session))
                .and(MESSAGE.REF.eq(ref))
                .fetchOptional(MessageStore::row);
    }

    static void react(WriteTx tx, SessionLease lease, long message, Optional<Jid> by, String emoji, Instant at) {
        String sender = by.map(Jid::toString).orElse(ME);
        if (emoji.isEmpty()) {
            tx.update("DELETE FROM reaction WHERE message_ref = ? AND sender = ?", message, sender);
            return;
        }
        tx.update(
                "INSERT INTO reaction (session_ref, tenant_id, fence, message_ref, sender, emoji, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (message_ref, sender) DO UPDATE SET emoji = excluded.emoji, at = excluded.at,"
                        + " fence = excluded.fence",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                message,
                sender,
                emoji,
                at);
    }

    /// Gives everything kept under one address to another, when both were found to be one person.
    static void rename(WriteTx tx, SessionLease lease, Jid from, Jid to) {
        long session = lease.key().ref();
        tx.update(
                "UPDATE message SET chat = ?, fence = ? WHERE session_ref = ? AND chat = ?",
                to.toString(),
                lease.fence(),
                session,
                from.toString());
        tx.update(
                "UPDATE message SET sender = ? WHERE session_ref = ? AND chat = ? AND sender = ? AND NOT EXISTS ("
                        + "SELECT 1 FROM message o WHERE o.session_ref = message.session_ref AND o.id = message.id"
                        + " AND o.sender = ?)",
                to.toString(),
                session,
                to.toString(),
                from.toString(),
                to.toString());
    }

    /// A message as it is shown.
    static MessageView view(ReadTx tx, long session, MessageRow row) {
        Address chat = AddressBook.shown(tx, session, row.chat());
        return new MessageView(
                row.id(),
                chat,
                row.sender()
                        .map(sender -> sender.equals(row.chat()) ? chat : AddressBook.shown(tx, session, sender))
                        .orElse(null),
                row.fromMe(),
                row.at(),
                row.type(),
                row.text().orElse(null),
                row.delivery().map(Delivery::text).orElse(null),
                row.failure().orElse(null),
                row.quotedId().orElse(null),
                row.editedAt().orElse(null),
                row.revokedAt().orElse(null),
                row.ref() == 0 ? List.of() : reactions(tx, session, row.ref()),
                ContentView.of(tx, session, row),
                row.more()
                        .mediaId()
                        .flatMap(id -> MediaLibrary.shown(tx, session, id))
                        .orElse(null),
                MessageView.Extras.of(tx, session, row.more()));
    }

    private static List<MessageView.ReactionView> reactions(ReadTx tx, long session, long message) {
        return tx.list(
                "SELECT sender, emoji FROM reaction WHERE message_ref = ? ORDER BY at, sender",
                row -> {
                    boolean fromMe = row.text(1).equals(ME);
                    return new MessageView.ReactionView(
                            fromMe ? null : AddressBook.shown(tx, session, Jid.parse(row.text(1))),
                            fromMe,
                            row.text(2));
                },
                message);
    }

    private static MessageRow row(Record row) {
        String sender = row.get(MESSAGE.SENDER);
        int status = row.get(MESSAGE.STATUS).intValue();
        return new MessageRow(
                row.get(MESSAGE.REF),
                Jid.parse(row.get(MESSAGE.CHAT)),
                row.get(MESSAGE.ID),
                sender.equals(ME) ? Optional.empty() : Optional.of(Jid.parse(sender)),
                Instant.ofEpochMilli(row.get(MESSAGE.AT)),
                row.get(MESSAGE.TYPE),
                Optional.ofNullable(row.get(MESSAGE.TEXT)),
                status < 0 ? Optional.empty() : Optional.of(Delivery.ofRank(status)),
                Optional.ofNullable(row.get(MESSAGE.FAILURE)),
                Optional.ofNullable(row.get(MESSAGE.QUOTED_ID)),
                Optional.ofNullable(row.get(MESSAGE.EDITED_AT)).map(Instant::ofEpochMilli),
                Optional.ofNullable(row.get(MESSAGE.REVOKED_AT)).map(Instant::ofEpochMilli),
                new MessageRow.More(
                        Optional.ofNullable(row.get(MESSAGE.CONTENT)).map(ContentJson::read),
                        ContentJson.readContext(Optional.ofNullable(row.get(MESSAGE.CONTEXT))),
                        Optional.ofNullable(row.get(MESSAGE.MEDIA_ID)),
                        Optional.ofNullable(row.get(MESSAGE.RAW)).map(Bytes::of),
                        row.get(MESSAGE.STARRED) == 1,
                        Optional.ofNullable(row.get(MESSAGE.PINNED_UNTIL)).map(Instant::ofEpochMilli),
                        row.get(MESSAGE.KEPT) == 1));
    }
}
