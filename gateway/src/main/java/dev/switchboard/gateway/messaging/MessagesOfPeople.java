// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The messages with a person and of a person, and how long messages are kept.
public final class MessagesOfPeople implements PersonalData {
    private static final int PAGE = 200;
    private static final String THEIRS = " FROM message WHERE session_ref = ? AND (chat = ? OR sender = ?)";

    private final Database database;

    public MessagesOfPeople(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public void export(Person person, Consumer<Object> out) {
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                long after = 0;
                List<Long> refs;
                do {
                    refs = page(session, address, after);
                    for (long ref : refs) {
                        view(session, ref).ifPresent(out);
                        after = ref;
                    }
                } while (refs.size() == PAGE);
            }
        }
    }

    private List<Long> page(long session, String address, long after) {
        return database.read(tx -> tx.list(
                "SELECT ref" + THEIRS + " AND ref > ? ORDER BY ref LIMIT " + PAGE,
                row -> row.number(1),
                session,
                address,
                address,
                after));
    }

    private Optional<MessageView> view(long session, long ref) {
        return database.read(
                tx -> MessageStore.byRef(tx, session, ref).map(row -> MessageStore.view(tx, session, row)));
    }

    @Override
    public int erase(WriteTx tx, Person person) {
        int erased = 0;
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                erased += tx.update("DELETE" + THEIRS, session, address, address);
                erased += tx.update("DELETE FROM reaction WHERE session_ref = ? AND sender = ?", session, address);
                erased +=
                        tx.update("DELETE FROM message_answer WHERE session_ref = ? AND person = ?", session, address);
                erased += tx.update("DELETE FROM outbox WHERE session_ref = ? AND chat = ?", session, address);
                erased += tx.update("DELETE FROM outbox_later WHERE session_ref = ? AND chat = ?", session, address);
                erased += tx.update("DELETE FROM chat WHERE session_ref = ? AND jid = ?", session, address);
            }
        }
        return erased;
    }

    /// Deletes a session's oldest messages, but for those that have yet to go. The answer says whether there may be
    /// more.
    public boolean prune(long session, Instant until) {
        return database.write(tx -> tx.update(
                        "DELETE FROM message WHERE ref IN (SELECT m.ref FROM message m WHERE m.session_ref = ? AND m.at < ?"
                                + " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.session_ref = m.session_ref"
                                + " AND o.message_id = m.id) AND NOT EXISTS (SELECT 1 FROM outbox_later l"
                                + " WHERE l.session_ref = m.session_ref AND l.message_id = m.id) ORDER BY m.at LIMIT "
                                + PAGE + ")",
                        session,
                        until)
                == PAGE);
    }

    @Override
    public void dropContents(SessionKey session) {
        database.write(tx -> tx.update(
                "DELETE FROM chat_question WHERE session_ref = ? AND content NOT LIKE ?",
                session.ref(),
                ContentGuard.LIKE_SEALED));
    }

    /// Takes what they say out of a session's messages. The answer says whether there may be more to do.
    public boolean wipe(long session) {
        return database.write(tx -> {
            tx.update("DELETE FROM reaction WHERE session_ref = ?", session);
            tx.update("DELETE FROM message_answer WHERE session_ref = ?", session);
            return tx.update(
                            "UPDATE message SET text = NULL, content = NULL, context = NULL, raw = NULL WHERE ref IN"
                                    + " (SELECT ref FROM message WHERE session_ref = ? AND (text IS NOT NULL OR content IS NOT NULL"
                                    + " OR context IS NOT NULL OR raw IS NOT NULL) LIMIT " + PAGE + ")",
                            session)
                    == PAGE;
        });
    }
}
