// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.ContentJson;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.Incoming;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which list of choices was last sent to a chat, so that a number written in answer to it is understood. A list is
/// open as long as this account has written nothing else in the chat, and for a week.
final class OpenQuestions {
    private static final Duration OPEN = Duration.ofDays(7);
    private static final String TABLE = "chat_question";

    private final ContentGuard guard;

    OpenQuestions(ContentGuard guard) {
        this.guard = guard;
    }

    /// Notes a list that was accepted for sending.
    void asked(WriteTx tx, SessionLease lease, MessageRow row) {
        if (NumberedText.answers(row.content()).isEmpty()) {
            return;
        }
        tx.update(
                "INSERT INTO chat_question (session_ref, tenant_id, fence, chat, message_id, content, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_ref, chat) DO UPDATE SET"
                        + " message_id = excluded.message_id, content = excluded.content, at = excluded.at,"
                        + " fence = excluded.fence",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                row.chat().toString(),
                row.id(),
                guard.shut(
                        tx,
                        lease.key(),
                        TABLE,
                        place(row.chat().toString(), row.id()),
                        ContentJson.write(row.content())),
                row.at());
    }

    /// What a list's content is sealed for.
    private static String place(String chat, String messageId) {
        return chat + "/" + messageId;
    }

    /// The message, as a choice if its text answers the list that is open in the chat.
    Incoming understood(WriteTx tx, SessionLease lease, Jid chat, Incoming message) {
        if (message.fromMe()
                || !message.type().equals("text")
                || message.unreadable().isPresent()) {
            return message;
        }
        return message.text()
                .flatMap(text -> answered(tx, lease, chat, text, message.at()))
                .map(choice -> chosen(message, choice))
                .orElse(message);
    }

    private static Incoming chosen(Incoming message, Content.Choice choice) {
        ProviderEvent.Body body = message.body();
        return new Incoming(
                message.id(),
                message.chat(),
                message.sender(),
                false,
                message.at(),
                message.pushName(),
                choice.type(),
                message.text(),
                message.quotedId(),
                Optional.empty(),
                new ProviderEvent.Body(Optional.of(choice), Optional.empty(), body.context(), body.raw()));
    }

    private record Asked(String chat, String messageId, Content content, Instant at) {}

    /// The choice that a text in a chat is.
    private Optional<Content.Choice> answered(WriteTx tx, SessionLease lease, Jid chat, String text, Instant at) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        long session = lease.key().ref();
        Optional<Jid> hidden = chat.isPn() ? AddressBook.lidOf(tx, session, chat) : Optional.empty();
        Optional<Asked> asked = find(tx, lease.key(), chat).or(() -> hidden.flatMap(lid -> find(tx, lease.key(), lid)));
        return asked.filter(list -> list.at().plus(OPEN).isAfter(at))
                .flatMap(list -> NumberedText.meant(NumberedText.answers(list.content()), text)
                        .filter(_ -> newest(tx, session, chat, list)))
                .map(row -> new Content.Choice(row.id(), row.title()));
    }

    private Optional<Asked> find(WriteTx tx, SessionKey session, Jid chat) {
        return tx.one(
                "SELECT chat, message_id, content, at FROM chat_question WHERE session_ref = ? AND chat = ?",
                row -> new Asked(
                        row.text(1),
                        row.text(2),
                        ContentJson.read(guard.open(session, TABLE, place(row.text(1), row.text(2)), row.text(3))),
                        row.time(4)),
                session.ref(),
                chat.toString());
    }

    /// Whether this account has written nothing in the chat since.
    private static boolean newest(WriteTx tx, long session, Jid chat, Asked list) {
        List<Long> place = tx.list(
                "SELECT ref FROM message WHERE session_ref = ? AND id = ? AND from_me = 1",
                row -> row.number(1),
                session,
                list.messageId());
        return !place.isEmpty()
                && tx.one(
                                "SELECT ref FROM message WHERE session_ref = ? AND chat = ? AND at >= ? AND ref > ?"
                                        + " AND from_me = 1 LIMIT 1",
                                row -> row.number(1),
                                session,
                                chat.toString(),
                                list.at(),
                                place.getFirst())
                        .isEmpty();
    }
}
