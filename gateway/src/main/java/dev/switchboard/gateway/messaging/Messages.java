// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Dispatch.Content;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.provider.ReadMark;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What callers do with messages. Safe for many threads.
public final class Messages {
    private static final long READ_MARKS = 200;
    private static final String QUEUED = Delivery.QUEUED.text();
    private static final Pattern PLACE = Pattern.compile("(\\d{1,19}) (.*)");

    private final Database database;
    private final Outbox outbox;
    private final MessageRecorder recorder;
    private final SessionHost host;
    private final Provider provider;
    private final AuditLog audit;
    private final InstantSource time;

    /// What messages are made with.
    public record Tools(SessionHost host, Provider provider, AuditLog audit, InstantSource time) {}

    public Messages(Database database, Outbox outbox, MessageRecorder recorder, Tools tools) {
        this.database = database;
        this.outbox = outbox;
        this.recorder = recorder;
        this.host = tools.host();
        this.provider = tools.provider();
        this.audit = tools.audit();
        this.time = tools.time();
    }

    /// Accepts a text for sending: when this returns it is durable, with its final id.
    public Acceptance send(Caller caller, Session session, SendCommand command) {
        return take(caller, session, command, idOf(command));
    }

    /// As [#send], and waits until the network has decided on it, at most so long.
    public Acceptance sendAndWait(Caller caller, Session session, SendCommand command, Duration limit)
            throws InterruptedException {
        String id = idOf(command);
        try (SentWaits.Wait wait = recorder.waits().of(session.key().ref(), id)) {
            Acceptance acceptance = take(caller, session, command, id);
            if (!(acceptance instanceof Acceptance.Accepted(String actual, MessageView view, boolean again))) {
                return acceptance;
            }
            if (!actual.equals(id)) {
                awaitEarlier(session, actual, limit);
            } else if (QUEUED.equals(view.status())) {
                wait.await(limit);
            }
            return new Acceptance.Accepted(actual, find(session, actual).orElse(view), again);
        }
    }

    private void awaitEarlier(Session session, String id, Duration limit) throws InterruptedException {
        try (SentWaits.Wait wait = recorder.waits().of(session.key().ref(), id)) {
            if (find(session, id).filter(now -> QUEUED.equals(now.status())).isPresent()) {
                wait.await(limit);
            }
        }
    }

    private String idOf(SendCommand command) {
        return command.id().orElseGet(() -> provider.newMessageId(command.to()));
    }

    private Acceptance take(Caller caller, Session session, SendCommand command, String id) {
        if (!session.takesMessages()) {
            return database.read(tx -> earlier(tx, session, command))
                    .orElseGet(() -> new Acceptance.NotConnected(session));
        }
        Instant now = Instant.ofEpochMilli(time.millis());
        return database.write(tx -> accept(tx, new Order(caller, session, command, id, now)));
    }

    /// A command with all that belongs to it.
    private record Order(Caller caller, Session session, SendCommand command, String id, Instant now) {}

    private Acceptance accept(WriteTx tx, Order order) {
        Session session = order.session();
        SendCommand command = order.command();
        SessionLease lease = Sessions.lease(session);
        lease.guard(tx);
        Optional<Acceptance> before = earlier(tx, session, command);
        if (before.isPresent()) {
            return before.get();
        }
        Optional<Dispatch.Target> replyTo = command.replyTo()
                .flatMap(id -> MessageStore.find(tx, session.key().ref(), id))
                .map(Messages::target);
        if (replyTo.isEmpty() && command.replyTo().isPresent()) {
            return new Acceptance.UnknownTarget();
        }
        Jid chat = AddressBook.canonical(tx, session.key().ref(), command.to());
        MessageRow row = MessageRow.queued(chat, order.id(), order.now(), command);
        MessageView view = recorder.accepted(tx, lease, row);
        outbox.enqueue(tx, lease, new Dispatch(order.id(), chat, new Content.Text(command.text(), replyTo)));
        command.idempotencyKey().ifPresent(key -> Idempotency.keep(tx, session, key, order.now(), command, order.id()));
        note(tx, order.caller(), session, "message.accepted", order.id());
        return new Acceptance.Accepted(order.id(), view, false);
    }

    /// What an earlier request with the same key or id came to.
    private static Optional<Acceptance> earlier(ReadTx tx, Session session, SendCommand command) {
        if (command.idempotencyKey().isPresent()) {
            Optional<Idempotency.Kept> kept = Idempotency.find(
                    tx, session.key().tenant(), command.idempotencyKey().get());
            if (kept.isPresent()) {
                return Optional.of(
                        kept.get().matches(Idempotency.digest(session, command))
                                ? known(tx, session, kept.get().messageId())
                                : new Acceptance.KeyReused());
            }
        }
        if (command.id().isEmpty()) {
            return Optional.empty();
        }
        return MessageStore.findOwn(tx, session.key().ref(), command.id().get())
                .map(row -> row.text().equals(Optional.of(command.text()))
                                && row.chat()
                                        .equals(AddressBook.canonical(
                                                tx, session.key().ref(), command.to()))
                        ? known(tx, session, row.id())
                        : new Acceptance.IdTaken());
    }

    private static Acceptance known(ReadTx tx, Session session, String id) {
        return MessageStore.findOwn(tx, session.key().ref(), id)
                .<Acceptance>map(row -> new Acceptance.Accepted(
                        id, MessageStore.view(tx, session.key().ref(), row), true))
                .orElseGet(Acceptance.UnknownTarget::new);
    }

    /// Accepts a change of a message that is there.
    public Acceptance change(Caller caller, Session session, String id, Change change) {
        if (!session.takesMessages()) {
            return new Acceptance.NotConnected(session);
        }
        return database.write(tx -> {
            SessionLease lease = Sessions.lease(session);
            lease.guard(tx);
            Optional<MessageRow> found = MessageStore.find(tx, session.key().ref(), id);
            if (found.isEmpty() || found.get().revokedAt().isPresent()) {
                return new Acceptance.UnknownTarget();
            }
            MessageRow row = found.get();
            if (!row.fromMe() && !(change instanceof Change.React)) {
                return new Acceptance.NotYours();
            }
            Content content = switch (change) {
                case Change.Edit(String text) -> new Content.Edit(target(row), text);
                case Change.Revoke _ -> new Content.Revoke(target(row));
                case Change.React(String emoji) -> new Content.Reaction(target(row), emoji);
            };
            String own = provider.newMessageId(row.chat());
            outbox.enqueue(tx, lease, new Dispatch(own, row.chat(), content));
            note(tx, caller, session, "message.change", id);
            return new Acceptance.Accepted(
                    own, MessageStore.view(tx, session.key().ref(), row), false);
        });
    }

    private static Dispatch.Target target(MessageRow row) {
        return new Dispatch.Target(row.id(), row.fromMe(), row.sender(), row.text());
    }

    public Optional<MessageView> find(Session session, String id) {
        long ref = session.key().ref();
        return database.read(tx -> MessageStore.find(tx, ref, id).map(row -> MessageStore.view(tx, ref, row)));
    }

    /// Messages, newest first.
    ///
    /// @param chat only this chat; null = all
    /// @param cursor where the page begins; null = at the newest
    public Page<MessageView> history(Session session, @Nullable Jid chat, @Nullable String cursor, int limit) {
        long ref = session.key().ref();
        long[] place = cursor == null ? new long[] {Long.MAX_VALUE, Long.MAX_VALUE} : Cursor.numbers(cursor);
        return database.read(tx -> {
            Optional<Jid> only = Optional.ofNullable(chat).map(jid -> AddressBook.canonical(tx, ref, jid));
            List<MessageRow> rows = MessageStore.before(tx, ref, only, place, limit + 1);
            return Page.of(rows, limit, row -> Cursor.of(row.at().toEpochMilli(), row.ref()))
                    .map(row -> MessageStore.view(tx, ref, row));
        });
    }

    /// Chats, the one with the newest message first.
    public Page<ChatView> chats(Session session, @Nullable String cursor, int limit) {
        long ref = session.key().ref();
        Matcher place = PLACE.matcher(cursor == null ? Long.MAX_VALUE + " " : Cursor.key(cursor));
        if (!place.matches()) {
            throw Cursor.refused();
        }
        long lastAt = Long.parseLong(place.group(1));
        return database.read(tx -> Page.of(
                        ChatStore.before(tx, ref, lastAt, place.group(2), limit + 1),
                        limit,
                        row -> Cursor.of(row.lastAt().toEpochMilli() + " " + row.jid()))
                .map(row -> ChatStore.view(tx, ref, row)));
    }

    public Optional<ChatView> chat(Session session, Jid chat) {
        long ref = session.key().ref();
        return database.read(tx ->
                ChatStore.find(tx, ref, AddressBook.canonical(tx, ref, chat)).map(row -> ChatStore.view(tx, ref, row)));
    }

    /// Marks all messages of others in a chat as read, and tells their authors; false if there is no such chat.
    public boolean markRead(Session session, Jid asked) {
        long ref = session.key().ref();
        SessionLease lease = Sessions.lease(session);
        Optional<List<ReadMark>> marks = database.write(tx -> {
            lease.guard(tx);
            Jid chat = AddressBook.canonical(tx, ref, asked);
            return ChatStore.find(tx, ref, chat).map(row -> {
                ChatStore.unread(tx, lease, chat, 0);
                return MessageStore.newestOfOthers(tx, ref, chat, Math.min(READ_MARKS, row.unread())).stream()
                        .map(message -> new ReadMark(
                                chat, message.id(), message.sender().orElse(chat)))
                        .toList();
            });
        });
        marks.filter(list -> !list.isEmpty())
                .ifPresent(list ->
                        host.live(session.key()).ifPresent(live -> live.link().markRead(list)));
        return marks.isPresent();
    }

    private void note(WriteTx tx, Caller caller, Session session, String action, String id) {
        audit.note(
                tx,
                new AuditEntry(
                        caller.tenant(),
                        AuditType.MESSAGE,
                        caller.actor(),
                        action,
                        session.key().id(),
                        id));
    }
}
