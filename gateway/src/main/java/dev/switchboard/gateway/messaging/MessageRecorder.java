// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.media.Look;
import dev.switchboard.gateway.media.MediaFetcher;
import dev.switchboard.gateway.media.MediaLibrary;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.outbox.OutboxListener;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.Incoming;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Keeps messages and chats in step with what links report, inside the transaction of the report.
public final class MessageRecorder {
    private static final String PLACEHOLDER = "unavailable";

    private final EventLog events;
    private final MessageNotes notes;
    private final ContentGuard guard;
    private final OpenQuestions questions;
    private final Outbox outbox;
    private final MediaLibrary media;
    private final MediaFetcher fetcher;
    private final SentWaits waits = new SentWaits();
    private final List<MessageListener> listeners = new CopyOnWriteArrayList<>();
    private final List<StatusListener> statusListeners = new CopyOnWriteArrayList<>();

    public MessageRecorder(
            EventLog events,
            AuditLog audit,
            ContentGuard guard,
            Outbox outbox,
            MediaLibrary media,
            MediaFetcher fetcher,
            InstantSource time) {
        this.events = events;
        this.notes = new MessageNotes(audit);
        this.guard = guard;
        this.questions = new OpenQuestions(guard);
        this.outbox = outbox;
        this.media = media;
        this.fetcher = fetcher;
        outbox.tell(new OutboxListener() {
            @Override
            public void rejected(WriteTx tx, SessionLease lease, String id, Failure failure) {
                advance(tx, lease, id, new Progress(Delivery.FAILED, time.instant(), Optional.of(failure)));
            }

            @Override
            public void due(WriteTx tx, SessionLease lease, String id) {
                MessageStore.findOwn(tx, lease.key().ref(), id).ifPresent(row -> ChatStore.touch(tx, lease, row, 0));
            }
        });
    }

    /// Names who hears of messages of others; called at the start.
    public void listen(MessageListener listener) {
        listeners.add(listener);
    }

    /// Names who hears how far own messages have come; called at the start.
    public void listen(StatusListener listener) {
        statusListeners.add(listener);
    }

    private void tell(WriteTx tx, SessionLease lease, String id, Progress progress) {
        StatusListener.Step step = new StatusListener.Step(progress.delivery(), progress.at(), progress.failure());
        statusListeners.forEach(listener -> listener.advanced(tx, lease, id, step));
    }

    SentWaits waits() {
        return waits;
    }

    /// How far a message has come.
    private record Progress(Delivery delivery, Instant at, Optional<Failure> failure) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatusData(
            String id,
            Address chat,
            String status,
            Instant at,
            @Nullable String failure,
            @Nullable String advice) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReactionData(String id, Address chat, @Nullable Address by, boolean fromMe, String emoji, Instant at) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RsvpData(String id, Address chat, @Nullable Address by, boolean fromMe, String attendance, Instant at) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FlagData(
            String id,
            Address chat,
            @Nullable Address by,
            boolean fromMe,
            boolean on,
            @Nullable Instant until,
            Instant at) {}

    /// Notes a message that was accepted for sending.
    ///
    /// @param later whether its time has not come, so that its chat does not have it yet
    MessageView accepted(WriteTx tx, SessionLease lease, MessageRow row, boolean later) {
        MessageStore.insert(tx, lease, kept(tx, lease, row));
        if (!later) {
            ChatStore.touch(tx, lease, row, 0);
        }
        questions.asked(tx, lease, row);
        MessageView view = MessageStore.view(tx, lease.key().ref(), row);
        log(
                tx,
                lease,
                EventName.MESSAGE_STATUS,
                status(row.id(), view.chat(), Delivery.QUEUED, row.at(), Optional.empty()));
        tell(tx, lease, row.id(), new Progress(Delivery.QUEUED, row.at(), Optional.empty()));
        return view;
    }

    /// Notes a message that came in.
    public void arrived(WriteTx tx, SessionLease lease, Incoming message) {
        Optional<MessageRow> stored = store(
                tx,
                lease,
                questions.understood(tx, lease, canonical(tx, lease, message.chat()), message),
                Optional.empty());
        if (stored.isEmpty()) {
            return;
        }
        message.pushName()
                .filter(_ -> !message.fromMe() && !message.chat().jid().isGroup())
                .ifPresent(name -> ChatStore.name(tx, lease, stored.get().chat(), name));
        EventName name = message.unreadable().isPresent()
                ? EventName.MESSAGE_UNREADABLE
                : message.fromMe() ? EventName.MESSAGE_SENT : EventName.MESSAGE_RECEIVED;
        MessageView view = MessageStore.view(tx, lease.key().ref(), stored.get());
        log(tx, lease, name, view);
        MessageRow row = stored.get();
        notes.note(tx, lease, name.text(), row.id(), row.sender().orElse(row.chat()), message.unreadable());
        if (name == EventName.MESSAGE_RECEIVED) {
            listeners.forEach(listener -> listener.received(tx, lease, view));
        }
    }

    /// Stores a message; empty if it is known already.
    private Optional<MessageRow> store(WriteTx tx, SessionLease lease, Incoming message, Optional<Delivery> delivery) {
        Jid chat = canonical(tx, lease, message.chat());
        if (message.body().file().isPresent() && readable(tx, lease, chat, message)) {
            return Optional.empty();
        }
        MessageRow row = new MessageRow(
                0,
                chat,
                message.id(),
                message.fromMe() ? Optional.empty() : Optional.of(canonical(tx, lease, message.sender())),
                message.at(),
                message.unreadable().isPresent() ? PLACEHOLDER : message.type(),
                message.text(),
                message.fromMe() ? delivery.or(() -> Optional.of(Delivery.SENT)) : Optional.empty(),
                message.unreadable(),
                message.quotedId(),
                Optional.empty(),
                Optional.empty(),
                more(tx, lease, message));
        MessageRow kept = kept(tx, lease, row);
        if (MessageStore.insert(tx, lease, kept)) {
            ChatStore.touch(tx, lease, row, row.fromMe() || delivery.isPresent() ? 0 : 1);
            return Optional.of(row);
        }
        boolean mended = message.unreadable().isEmpty() && MessageStore.mend(tx, lease, kept, PLACEHOLDER);
        return mended ? Optional.of(row) : Optional.empty();
    }

    /// What of a message may be kept.
    private MessageRow kept(ReadTx tx, SessionLease lease, MessageRow row) {
        return guard.keeps(tx, lease.key()) ? row : row.bare();
    }

    /// Whether the message is there already, and not as a placeholder.
    private static boolean readable(ReadTx tx, SessionLease lease, Jid chat, Incoming message) {
        Optional<Party> author = message.fromMe() ? Optional.empty() : Optional.of(message.sender());
        return MessageStore.findBy(
                        tx, lease.key().ref(), chat, message.id(), author.map(party -> canonical(tx, lease, party)))
                .filter(row -> !row.type().equals(PLACEHOLDER))
                .isPresent();
    }

    /// What a message has besides its text; its file is noted in the store, to be fetched from the network.
    private MessageRow.More more(WriteTx tx, SessionLease lease, Incoming message) {
        ProviderEvent.Body body = message.body();
        Optional<Content> content = body.file()
                .<Content>map(file ->
                        new Content.Attachment(file.kind(), expect(tx, lease, file), file.caption(), file.viewOnce()))
                .or(body::content);
        return MessageRow.More.of(content, body.context()).withRaw(body.raw());
    }

    private String expect(WriteTx tx, SessionLease lease, ProviderEvent.FileOffer file) {
        String id = media.expect(
                tx,
                lease,
                new MediaLibrary.Expected(
                        file.mimeType(),
                        file.fileName(),
                        file.size(),
                        new Look(file.width(), file.height(), file.length(), file.waveform(), file.thumbnail())),
                file.remote());
        if (media.fetchesAtArrival()) {
            tx.afterCommit(() -> fetcher.bringLater(lease.key(), lease, id));
        }
        return id;
    }

    /// Notes that own messages have come further.
    public void progressed(WriteTx tx, SessionLease lease, ProviderEvent.DeliveryChanged change) {
        Progress progress = new Progress(change.delivery(), change.at(), change.failure());
        for (String id : change.ids()) {
            boolean first = advance(tx, lease, id, progress);
            if (first || change.delivery() == Delivery.SENT || change.delivery() == Delivery.FAILED) {
                Optional<Dispatch> queued = outbox.done(tx, lease, id);
                if (change.delivery() != Delivery.FAILED) {
                    queued.ifPresent(item -> takeEffect(tx, lease, item, change.at()));
                }
            }
        }
    }

    /// Moves a message; the answer is whether this was its first step out of the queue.
    private boolean advance(WriteTx tx, SessionLease lease, String id, Progress progress) {
        long session = lease.key().ref();
        if (progress.delivery() == Delivery.SENT || progress.delivery() == Delivery.FAILED) {
            tx.afterCommit(() -> waits.decided(session, id, progress.delivery()));
        }
        Optional<MessageStore.Moved> moved = MessageStore.advance(
                tx, lease, id, progress.delivery(), progress.failure().map(Failure::code));
        moved.ifPresent(step -> {
            log(
                    tx,
                    lease,
                    EventName.MESSAGE_STATUS,
                    status(
                            id,
                            AddressBook.shown(tx, session, step.chat()),
                            progress.delivery(),
                            progress.at(),
                            progress.failure()));
            tell(tx, lease, id, progress);
            notes.note(
                    tx,
                    lease,
                    "message." + progress.delivery().text(),
                    id,
                    step.chat(),
                    progress.failure().map(Failure::code));
        });
        return moved.isPresent() && progress.delivery().rank() > Delivery.SENT.rank();
    }

    /// What was queued has reached the network: changes of messages are made here too.
    private void takeEffect(WriteTx tx, SessionLease lease, Dispatch item, Instant at) {
        Jid chat = AddressBook.canonical(tx, lease.key().ref(), item.to());
        switch (item.content()) {
            case Content.Edit(Target target, String text) ->
                edit(tx, lease, find(tx, lease, chat, target), Optional.empty(), Optional.of(text), at);
            case Content.Revoke(Target target) ->
                revoke(tx, lease, find(tx, lease, chat, target), Optional.empty(), at);
            case Content.Reaction(Target target, String emoji) ->
                react(tx, lease, find(tx, lease, chat, target), Optional.empty(), emoji, at);
            case Content.Vote(Target target, List<String> options) ->
                answer(tx, lease, find(tx, lease, chat, target), Optional.empty(), new Reply.Vote(options), at);
            case Content.Rsvp(Target target, Content.Attendance attendance) ->
                answer(tx, lease, find(tx, lease, chat, target), Optional.empty(), new Reply.Coming(attendance), at);
            case Content.Pin(Target target, Optional<Duration> lasting) ->
                pin(tx, lease, find(tx, lease, chat, target), Optional.empty(), lasting.map(at::plus), at);
            case Content.Keep(Target target, boolean kept) ->
                keep(tx, lease, find(tx, lease, chat, target), Optional.empty(), kept, at);
            case Content.Text _,
                    Content.Attachment _,
                    Content.Location _,
                    Content.LiveLocation _,
                    Content.Contacts _,
                    Content.Poll _,
                    Content.Event _,
                    Content.Buttons _,
                    Content.Menu _,
                    Content.Choice _,
                    Content.GroupInvite _,
                    Content.Album _,
                    Content.Unknown _ -> {}
        }
    }

    /// Notes a vote in a poll.
    public void voted(WriteTx tx, SessionLease lease, ProviderEvent.Voted vote) {
        Optional<MessageRow> target = find(tx, lease, canonical(tx, lease, vote.chat()), vote.target());
        Optional<Jid> by = vote.fromMe() ? Optional.empty() : Optional.of(canonical(tx, lease, vote.by()));
        answer(tx, lease, target, by, new Reply.Vote(vote.options()), vote.at());
    }

    /// Notes an answer to an event.
    public void attends(WriteTx tx, SessionLease lease, ProviderEvent.Attends answer) {
        Optional<MessageRow> target = find(tx, lease, canonical(tx, lease, answer.chat()), answer.target());
        Optional<Jid> by = answer.fromMe() ? Optional.empty() : Optional.of(canonical(tx, lease, answer.by()));
        answer(tx, lease, target, by, new Reply.Coming(answer.attendance()), answer.at());
    }

    private void answer(
            WriteTx tx, SessionLease lease, Optional<MessageRow> target, Optional<Jid> by, Reply reply, Instant at) {
        if (target.isEmpty()) {
            return;
        }
        MessageRow row = target.get();
        String kept = switch (reply) {
            case Reply.Vote(List<String> options) -> Votes.write(options);
            case Reply.Coming(Content.Attendance attendance) ->
                attendance.name().toLowerCase(Locale.ROOT);
        };
        if (guard.keeps(tx, lease.key())) {
            MessageStore.answer(tx, lease, row.ref(), by, kept, at);
        }
        long session = lease.key().ref();
        Address chat = AddressBook.shown(tx, session, row.chat());
        Address person = by.map(jid -> AddressBook.shown(tx, session, jid)).orElse(null);
        switch (reply) {
            case Reply.Vote(List<String> options) ->
                log(
                        tx,
                        lease,
                        EventName.POLL_VOTE,
                        new VoteData(
                                row.id(), chat, person, by.isEmpty(), options, ContentView.of(tx, session, row), at));
            case Reply.Coming _ ->
                log(tx, lease, EventName.EVENT_RESPONSE, new RsvpData(row.id(), chat, person, by.isEmpty(), kept, at));
        }
    }

    /// Notes that a message was pinned or unpinned.
    public void pinned(WriteTx tx, SessionLease lease, ProviderEvent.Pinned pin) {
        Optional<MessageRow> target = find(tx, lease, canonical(tx, lease, pin.chat()), pin.target());
        Optional<Jid> by = pin.fromMe() ? Optional.empty() : Optional.of(canonical(tx, lease, pin.by()));
        pin(tx, lease, target, by, pin.until(), pin.at());
    }

    private void pin(
            WriteTx tx,
            SessionLease lease,
            Optional<MessageRow> target,
            Optional<Jid> by,
            Optional<Instant> until,
            Instant at) {
        target.ifPresent(row -> {
            MessageStore.pin(tx, lease, row.ref(), until);
            flag(tx, lease, row, by, new FlagChange(EventName.MESSAGE_PINNED, until.isPresent(), until, at));
        });
    }

    /// Notes that a disappearing message is kept, or not any more.
    public void kept(WriteTx tx, SessionLease lease, ProviderEvent.Kept keep) {
        Optional<MessageRow> target = find(tx, lease, canonical(tx, lease, keep.chat()), keep.target());
        Optional<Jid> by = keep.fromMe() ? Optional.empty() : Optional.of(canonical(tx, lease, keep.by()));
        keep(tx, lease, target, by, keep.kept(), keep.at());
    }

    private void keep(
            WriteTx tx, SessionLease lease, Optional<MessageRow> target, Optional<Jid> by, boolean kept, Instant at) {
        target.ifPresent(row -> {
            MessageStore.keep(tx, lease, row.ref(), kept);
            flag(tx, lease, row, by, new FlagChange(EventName.MESSAGE_KEPT, kept, Optional.empty(), at));
        });
    }

    /// Notes that a message was starred, or not any more.
    public void starred(WriteTx tx, SessionLease lease, ProviderEvent.Starred star) {
        find(tx, lease, canonical(tx, lease, star.chat()), star.target()).ifPresent(row -> {
            if (row.more().starred() != star.starred()) {
                MessageStore.star(tx, lease, row.ref(), star.starred());
                flag(
                        tx,
                        lease,
                        row,
                        Optional.empty(),
                        new FlagChange(EventName.MESSAGE_STARRED, star.starred(), Optional.empty(), star.at()));
            }
        });
    }

    private record FlagChange(EventName name, boolean on, Optional<Instant> until, Instant at) {}

    private void flag(WriteTx tx, SessionLease lease, MessageRow row, Optional<Jid> by, FlagChange change) {
        long session = lease.key().ref();
        log(
                tx,
                lease,
                change.name(),
                new FlagData(
                        row.id(),
                        AddressBook.shown(tx, session, row.chat()),
                        by.map(jid -> AddressBook.shown(tx, session, jid)).orElse(null),
                        by.isEmpty(),
                        change.on(),
                        change.until().orElse(null),
                        change.at()));
    }

    /// The message that somebody wrote; nobody but its author changes a message.
    private static Optional<MessageRow> writtenBy(
            ReadTx tx, SessionLease lease, Party chat, String id, Optional<Party> author) {
        return MessageStore.findBy(
                tx,
                lease.key().ref(),
                canonical(tx, lease, chat),
                id,
                author.map(party -> canonical(tx, lease, party)));
    }

    /// The message that is meant; in a chat with one person that person is the other author there is.
    private static Optional<MessageRow> find(ReadTx tx, SessionLease lease, Jid chat, Target target) {
        long session = lease.key().ref();
        Jid other = AddressBook.canonical(tx, session, target.author().orElse(chat));
        return MessageStore.findBy(
                tx, session, chat, target.id(), target.fromMe() ? Optional.empty() : Optional.of(other));
    }

    /// Notes that a message got a new text.
    public void edited(WriteTx tx, SessionLease lease, ProviderEvent.Edited change) {
        Optional<Party> editor = Optional.of(change.editor());
        Optional<MessageRow> target =
                writtenBy(tx, lease, change.chat(), change.id(), editor.filter(_ -> !change.fromMe()));
        edit(tx, lease, target, editor, change.text(), change.at());
    }

    private void edit(
            WriteTx tx,
            SessionLease lease,
            Optional<MessageRow> target,
            Optional<Party> by,
            Optional<String> text,
            Instant at) {
        if (target.isEmpty() || text.isEmpty() || text.equals(target.get().text())) {
            return;
        }
        boolean keeps = guard.keeps(tx, lease.key());
        MessageStore.edit(tx, lease, target.get().ref(), keeps ? text.get() : null, at);
        log(tx, lease, EventName.MESSAGE_EDITED, change(tx, lease, target.get(), by, text.get(), at));
    }

    /// Notes that a message was taken back.
    public void revoked(WriteTx tx, SessionLease lease, ProviderEvent.Revoked change) {
        Optional<Party> by = Optional.of(change.by());
        Optional<MessageRow> target =
                writtenBy(tx, lease, change.chat(), change.id(), by.filter(_ -> !change.fromMe()));
        revoke(tx, lease, target, by, change.at());
    }

    private void revoke(WriteTx tx, SessionLease lease, Optional<MessageRow> target, Optional<Party> by, Instant at) {
        if (target.isEmpty() || target.get().revokedAt().isPresent()) {
            return;
        }
        MessageStore.revoke(tx, lease, target.get().ref(), at);
        log(tx, lease, EventName.MESSAGE_REVOKED, change(tx, lease, target.get(), by, null, at));
    }

    /// Notes a reaction.
    public void reacted(WriteTx tx, SessionLease lease, ProviderEvent.Reacted change) {
        Optional<Jid> by = change.fromMe() ? Optional.empty() : Optional.of(canonical(tx, lease, change.by()));
        Optional<MessageRow> target = find(tx, lease, canonical(tx, lease, change.chat()), change.target());
        react(tx, lease, target, by, change.emoji(), change.at());
    }

    private void react(
            WriteTx tx, SessionLease lease, Optional<MessageRow> target, Optional<Jid> by, String emoji, Instant at) {
        long session = lease.key().ref();
        if (target.isEmpty()) {
            return;
        }
        if (guard.keeps(tx, lease.key())) {
            MessageStore.react(tx, lease, target.get().ref(), by, emoji, at);
        }
        log(
                tx,
                lease,
                EventName.MESSAGE_REACTION,
                new ReactionData(
                        target.get().id(),
                        AddressBook.shown(tx, session, target.get().chat()),
                        by.map(jid -> AddressBook.shown(tx, session, jid)).orElse(null),
                        by.isEmpty(),
                        emoji,
                        at));
    }

    /// Notes that messages of others were read on another device of the account.
    public void readElsewhere(WriteTx tx, SessionLease lease, ProviderEvent.ReadElsewhere read) {
        Jid chat = canonical(tx, lease, read.chat());
        ChatStore.unread(tx, lease, chat, 0);
        log(
                tx,
                lease,
                EventName.CHAT_READ,
                new ReadData(AddressBook.shown(tx, lease.key().ref(), chat), read.ids(), read.at()));
    }

    /// Takes in a piece of the history.
    public void history(WriteTx tx, SessionLease lease, ProviderEvent.HistoryArrived piece) {
        int messages = 0;
        for (ProviderEvent.Conversation conversation : piece.conversations()) {
            for (ProviderEvent.HistoryMessage old : conversation.messages()) {
                Optional<Delivery> delivery = old.delivery().or(() -> Optional.of(Delivery.SENT));
                if (store(tx, lease, old.message(), delivery).isPresent()) {
                    messages++;
                }
            }
            Jid chat = canonical(tx, lease, conversation.chat());
            conversation.name().ifPresent(name -> ChatStore.name(tx, lease, chat, name));
            ChatStore.unread(tx, lease, chat, Math.max(0, conversation.unread()));
        }
        log(
                tx,
                lease,
                EventName.HISTORY_RECEIVED,
                new HistoryData(
                        piece.type(), piece.progress(), piece.conversations().size(), messages));
    }

    /// Notes the name somebody goes by.
    public void named(WriteTx tx, SessionLease lease, Party person, String name) {
        ChatStore.name(tx, lease, canonical(tx, lease, person), name);
    }

    /// Joins what was kept under a hidden id with what is kept under the number; says whether that was news.
    public boolean addressLearnt(WriteTx tx, SessionLease lease, Jid pn, Jid lid) {
        if (!AddressBook.learn(tx, lease, pn, lid)) {
            return false;
        }
        MessageStore.rename(tx, lease, lid.bare(), pn.bare());
        ChatStore.rename(tx, lease, lid.bare(), pn.bare());
        return true;
    }

    private static Jid canonical(ReadTx tx, SessionLease lease, Party party) {
        return party.pn()
                .map(Jid::bare)
                .orElseGet(() -> AddressBook.canonical(tx, lease.key().ref(), party.jid()));
    }

    private static StatusData status(
            String id, Address chat, Delivery delivery, Instant at, Optional<Failure> failure) {
        return new StatusData(
                id,
                chat,
                delivery.text(),
                at,
                failure.map(Failure::code).orElse(null),
                failure.map(Failure::advice).orElse(null));
    }

    private static ChangeData change(
            WriteTx tx, SessionLease lease, MessageRow target, Optional<Party> by, @Nullable String text, Instant at) {
        long session = lease.key().ref();
        return new ChangeData(
                target.id(),
                AddressBook.shown(tx, session, target.chat()),
                by.map(party -> AddressBook.shown(tx, session, canonical(tx, lease, party)))
                        .orElse(null),
                target.fromMe(),
                text,
                at);
    }

    private void log(WriteTx tx, SessionLease lease, EventName name, Object data) {
        events.append(tx, lease.key().tenant(), lease.key().id(), name, data);
    }
}
