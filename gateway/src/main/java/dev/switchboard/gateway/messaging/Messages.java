// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.outbox.Slot;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ReadMark;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.SendHabits.WhenBlocked;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
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
    private final SendBudget budget;
    private final MessageRecorder recorder;
    private final SessionHost host;
    private final Provider provider;
    private final AuditLog audit;
    private final InstantSource time;

    private volatile BiConsumer<SessionKey, String> watcher = (_, _) -> {};
    private volatile Quota quota = (_, _) -> Optional.empty();

    /// What messages are made with.
    public record Tools(SessionHost host, Provider provider, AuditLog audit, InstantSource time) {}

    public Messages(Database database, Outbox outbox, MessageRecorder recorder, Tools tools) {
        this.database = database;
        this.outbox = outbox;
        this.budget = new SendBudget(new MessageFigures(database), outbox);
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
        Optional<Acceptance> over = quota.reached(session, now).or(() -> untimely(session, command, now));
        if (over.isPresent()) {
            return database.read(tx -> earlier(tx, session, command)).orElse(over.get());
        }
        Acceptance acceptance = database.write(tx -> accept(tx, new Order(caller, session, command, id, now)));
        if (acceptance instanceof Acceptance.Accepted(String actual, MessageView _, boolean again) && !again) {
            watcher.accept(session.key(), actual);
        }
        return acceptance;
    }

    /// Names who is told of each message that was accepted, on the caller's thread; called once, at the start.
    public void watch(BiConsumer<SessionKey, String> accepted) {
        watcher = accepted;
    }

    private Optional<Acceptance> untimely(Session session, SendCommand command, Instant now) {
        SendPlan plan = command.plan();
        Optional<Acceptance> over = plan.over(now).map(field -> new Acceptance.TimeOver(field, now));
        if (over.isPresent() || !plan.refused() || plan.sendAt().isPresent()) {
            return over;
        }
        return budget.reached(session, now)
                .map(wait -> new Acceptance.Blocked(wait.reason(), wait.until(), Duration.between(now, wait.until())));
    }

    /// As [#send], inside a transaction of the caller's, so that the message and what led to it are one.
    public Acceptance send(WriteTx tx, Caller caller, Session session, SendCommand command) {
        if (!session.takesMessages()) {
            return new Acceptance.NotConnected(session);
        }
        Instant now = Instant.ofEpochMilli(time.millis());
        return quota.reached(session, now)
                .orElseGet(() -> accept(tx, new Order(caller, session, command, idOf(command), now)));
    }

    /// Says whether a tenant has sent what it may send.
    @FunctionalInterface
    public interface Quota {
        /// The refusal, if it has.
        Optional<Acceptance> reached(Session session, Instant now);
    }

    /// Names the quota; called once, at the start.
    public void limit(Quota limit) {
        quota = limit;
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
        SendCommand.Options options = command.options();
        Optional<Target> replyTo = options.replyTo()
                .flatMap(id -> MessageStore.find(tx, session.key().ref(), id))
                .map(Messages::target);
        if (replyTo.isEmpty() && options.replyTo().isPresent()) {
            return new Acceptance.UnknownTarget();
        }
        Jid chat = AddressBook.canonical(tx, session.key().ref(), command.to());
        if (options.album().isPresent()
                && !headsAlbum(tx, session, chat, options.album().get())) {
            return new Acceptance.UnknownTarget();
        }
        Dispatch.Context context = new Dispatch.Context(
                replyTo,
                options.mentions(),
                options.mentionAll(),
                options.forwards(),
                options.lifetime(),
                options.audience(),
                options.album());
        Slot slot = command.plan().slot(order.now());
        Instant at = slot.sendAt().orElse(order.now());
        MessageRow row = MessageRow.queued(chat, order.id(), at, command.content(), context);
        MessageView view = recorder.accepted(tx, lease, row, slot.sendAt().isPresent());
        outbox.enqueue(tx, lease, new Dispatch(order.id(), chat, command.content(), context), slot);
        command.idempotencyKey().ifPresent(key -> Idempotency.keep(tx, session, key, order.now(), command, order.id()));
        audit.note(
                tx,
                noted(order.caller(), session, "message.accepted", order.id()).about(chat.toString()));
        return new Acceptance.Accepted(order.id(), view, false);
    }

    private static boolean headsAlbum(ReadTx tx, Session session, Jid chat, String id) {
        return MessageStore.findOwn(tx, session.key().ref(), id)
                .filter(row -> row.chat().equals(chat) && row.content() instanceof Content.Album)
                .isPresent();
    }

    /// What an earlier request with the same key or id came to.
    private static Optional<Acceptance> earlier(ReadTx tx, Session session, SendCommand command) {
        if (command.idempotencyKey().isPresent()) {
            Optional<Idempotency.Kept> kept = Idempotency.find(
                    tx, session.key().tenant(), command.idempotencyKey().get());
            if (kept.isPresent()) {
                return Optional.of(
                        kept.get().matches(Idempotency.digest(tx, session, command))
                                ? known(tx, session, kept.get().messageId())
                                : new Acceptance.KeyReused());
            }
        }
        if (command.id().isEmpty()) {
            return Optional.empty();
        }
        return MessageStore.findOwn(tx, session.key().ref(), command.id().get())
                .map(row -> (row.isBare()
                                        || Idempotency.said(tx, session, row.content())
                                                .equals(Idempotency.said(tx, session, command.content())))
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
            if (!row.fromMe() && !open(row, change)) {
                return new Acceptance.NotYours();
            }
            if (!fits(row, change)) {
                return new Acceptance.WrongKind();
            }
            Content content = changed(target(row), change);
            String own = provider.newMessageId(row.chat());
            outbox.enqueue(tx, lease, new Dispatch(own, row.chat(), content));
            note(tx, caller, session, "message.change", id);
            return new Acceptance.Accepted(
                    own, MessageStore.view(tx, session.key().ref(), row), false);
        });
    }

    /// Whether somebody else's message can be changed so; as to groups the network asks whether one is admin.
    private static boolean open(MessageRow row, Change change) {
        return switch (change) {
            case Change.Edit _ -> false;
            case Change.Revoke _ -> row.chat().isGroup();
            case Change.React _, Change.Vote _, Change.Rsvp _, Change.Pin _, Change.Keep _ -> true;
        };
    }

    /// Whether the message is of the kind that the change is for.
    private static boolean fits(MessageRow row, Change change) {
        return switch (change) {
            case Change.Vote(List<String> options) ->
                row.content() instanceof Content.Poll poll
                        && new HashSet<>(poll.options()).containsAll(options)
                        && (poll.selectable() == 0 || options.size() <= poll.selectable());
            case Change.Rsvp _ -> row.content() instanceof Content.Event;
            case Change.Edit _ -> row.text().isPresent() || row.content() instanceof Content.Attachment;
            case Change.Revoke _, Change.React _, Change.Pin _, Change.Keep _ -> true;
        };
    }

    private static Content changed(Target target, Change change) {
        return switch (change) {
            case Change.Edit(String text) -> new Content.Edit(target, text);
            case Change.Revoke _ -> new Content.Revoke(target);
            case Change.React(String emoji) -> new Content.Reaction(target, emoji);
            case Change.Vote(List<String> options) -> new Content.Vote(target, options);
            case Change.Rsvp(Content.Attendance attendance) -> new Content.Rsvp(target, attendance);
            case Change.Pin(Optional<Duration> lasting) -> new Content.Pin(target, lasting);
            case Change.Keep(boolean kept) -> new Content.Keep(target, kept);
        };
    }

    /// Stars messages of one chat, or takes their stars back; the network is told, and the other devices.
    Acceptance star(Caller caller, Session session, List<String> ids, boolean on) {
        if (!session.takesMessages()) {
            return new Acceptance.NotConnected(session);
        }
        Optional<MessageRow> row =
                database.read(tx -> MessageStore.find(tx, session.key().ref(), ids.getFirst()));
        if (row.isEmpty()) {
            return new Acceptance.UnknownTarget();
        }
        Optional<Answer<Boolean>> answer = host.live(session.key())
                .map(live -> live.link().chats().star(row.get().chat(), List.of(target(row.get())), on));
        if (answer.isEmpty()) {
            return new Acceptance.NotConnected(session);
        }
        return switch (answer.get()) {
            case Answer.Given<Boolean> _ -> {
                database.write(tx -> {
                    Sessions.lease(session).guard(tx);
                    recorder.starred(
                            tx,
                            Sessions.lease(session),
                            new ProviderEvent.Starred(
                                    Party.of(row.get().chat()),
                                    target(row.get()),
                                    on,
                                    Instant.ofEpochMilli(time.millis())));
                    note(tx, caller, session, "message.star", ids.getFirst());
                    return true;
                });
                yield new Acceptance.Accepted(
                        ids.getFirst(), find(session, ids.getFirst()).orElseThrow(), false);
            }
            case Answer.NotConnected<Boolean> _ -> new Acceptance.NotConnected(session);
            case Answer.Refused<Boolean>(int number, String reason) -> throw Answers.refusal(number, reason);
            case Answer.TimedOut<Boolean> _ -> throw Answers.late();
        };
    }

    /// What a message says, to be sent once more.
    ///
    /// @return empty if there is no such message, or nothing in it that can be
    public Optional<SendCommand> forwarding(Session session, String id, Jid to) {
        return database.read(tx -> MessageStore.find(tx, session.key().ref(), id))
                .filter(row -> row.revokedAt().isEmpty() && forwardable(row))
                .map(row -> new SendCommand(
                        to,
                        row.content(),
                        new SendCommand.Options(
                                Optional.empty(),
                                List.of(),
                                false,
                                row.more().context().forwards() + 1,
                                Optional.empty(),
                                List.of(),
                                Optional.empty()),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static boolean forwardable(MessageRow row) {
        return switch (row.content()) {
            case Content.Text text -> !text.text().isEmpty();
            case Content.Attachment file -> !file.viewOnce();
            case Content.Unknown _, Content.Choice _, Content.Album _, Content.Change _ -> false;
            case Content.Location _,
                    Content.LiveLocation _,
                    Content.Contacts _,
                    Content.Poll _,
                    Content.Event _,
                    Content.Buttons _,
                    Content.Menu _,
                    Content.GroupInvite _ -> true;
        };
    }

    private static Target target(MessageRow row) {
        return new Target(row.id(), row.fromMe(), row.sender(), row.text());
    }

    /// What becomes of a message that is over the session's limits, unless the request says so.
    WhenBlocked whenBlocked(Session session) {
        return outbox.whenBlocked(session.key());
    }

    public Optional<MessageView> find(Session session, String id) {
        long ref = session.key().ref();
        return database.read(tx -> MessageStore.find(tx, ref, id).map(row -> MessageStore.view(tx, ref, row)));
    }

    /// Starred messages, newest first.
    Page<MessageView> starred(Session session, @Nullable String cursor, int limit) {
        long ref = session.key().ref();
        long[] place = cursor == null ? new long[] {Long.MAX_VALUE, Long.MAX_VALUE} : Cursor.numbers(cursor);
        return database.read(tx -> Page.of(
                        MessageStore.starred(tx, ref, place, limit + 1),
                        limit,
                        row -> Cursor.of(row.at().toEpochMilli(), row.ref()))
                .map(row -> MessageStore.view(tx, ref, row)));
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
    ///
    /// @param archived only those that are, or are not; null = all
    public Page<ChatView> chats(Session session, @Nullable Boolean archived, @Nullable String cursor, int limit) {
        long ref = session.key().ref();
        Matcher place = PLACE.matcher(cursor == null ? Long.MAX_VALUE + " " : Cursor.key(cursor));
        if (!place.matches()) {
            throw Cursor.refused();
        }
        long lastAt = Long.parseLong(place.group(1));
        return database.read(tx -> Page.of(
                        ChatStore.before(tx, ref, lastAt, place.group(2), limit + 1, archived),
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

    /// The place in a chat before which there may be older messages on the phone.
    Optional<Oldest> oldest(Session session, Jid asked) {
        long ref = session.key().ref();
        return database.read(tx -> MessageStore.oldest(tx, ref, AddressBook.canonical(tx, ref, asked)))
                .map(row -> new Oldest(row.chat(), target(row), row.at()));
    }

    /// The last message of a chat that is here.
    Optional<Oldest> newest(Session session, Jid chat) {
        long ref = session.key().ref();
        long[] end = {Long.MAX_VALUE, Long.MAX_VALUE};
        return database.read(tx -> MessageStore.before(tx, ref, Optional.of(chat), end, 1)).stream()
                .findFirst()
                .map(row -> new Oldest(row.chat(), target(row), row.at()));
    }

    /// A message and where it is.
    record Oldest(Jid chat, Target target, Instant at) {}

    /// A message as others refer to it.
    Optional<Oldest> place(Session session, String id) {
        return database.read(tx -> MessageStore.find(tx, session.key().ref(), id))
                .map(row -> new Oldest(row.chat(), target(row), row.at()));
    }

    private void note(WriteTx tx, Caller caller, Session session, String action, String id) {
        audit.note(tx, noted(caller, session, action, id));
    }

    private static AuditEntry noted(Caller caller, Session session, String action, String id) {
        return new AuditEntry(
                caller.tenant(),
                AuditType.MESSAGE,
                caller.actor(),
                action,
                session.key().id(),
                id);
    }
}
