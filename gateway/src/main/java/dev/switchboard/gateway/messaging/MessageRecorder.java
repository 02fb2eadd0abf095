// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Dispatch.Content;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.Incoming;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps messages and chats in step with what links report, inside the transaction of the report.
public final class MessageRecorder {
    private static final String PLACEHOLDER = "unavailable";

    private final EventLog events;
    private final Outbox outbox;
    private final SentWaits waits = new SentWaits();

    public MessageRecorder(EventLog events, Outbox outbox, InstantSource time) {
        this.events = events;
        this.outbox = outbox;
        outbox.tell((tx, lease, id, failure) ->
                advance(tx, lease, id, new Progress(Delivery.FAILED, time.instant(), Optional.of(failure))));
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
    record ChangeData(
            String id,
            Address chat,
            @Nullable Address by,
            boolean fromMe,
            @Nullable String text,
            Instant at) {
        @Override
        public String toString() {
            return "ChangeData[" + id + "]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReactionData(String id, Address chat, @Nullable Address by, boolean fromMe, String emoji, Instant at) {}

    record ReadData(Address chat, List<String> ids, Instant at) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record HistoryData(String type, Optional<Integer> progress, int chats, int messages) {}

    /// Notes a message that was accepted for sending.
    MessageView accepted(WriteTx tx, SessionLease lease, MessageRow row) {
        MessageStore.insert(tx, lease, row);
        ChatStore.touch(tx, lease, row, 0);
        MessageView view = MessageStore.view(tx, lease.key().ref(), row);
        log(
                tx,
                lease,
                EventName.MESSAGE_STATUS,
                status(row.id(), view.chat(), Delivery.QUEUED, row.at(), Optional.empty()));
        return view;
    }

    /// Notes a message that came in.
    public void arrived(WriteTx tx, SessionLease lease, Incoming message) {
        Optional<MessageRow> stored = store(tx, lease, message, Optional.empty());
        if (stored.isEmpty()) {
            return;
        }
        message.pushName()
                .filter(_ -> !message.fromMe() && !message.chat().jid().isGroup())
                .ifPresent(name -> ChatStore.name(tx, lease, stored.get().chat(), name));
        EventName name = message.unreadable().isPresent()
                ? EventName.MESSAGE_UNREADABLE
                : message.fromMe() ? EventName.MESSAGE_SENT : EventName.MESSAGE_RECEIVED;
        log(tx, lease, name, MessageStore.view(tx, lease.key().ref(), stored.get()));
    }

    /// Stores a message; empty if it is known already.
    private Optional<MessageRow> store(WriteTx tx, SessionLease lease, Incoming message, Optional<Delivery> delivery) {
        Jid chat = canonical(tx, lease, message.chat());
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
                Optional.empty());
        if (MessageStore.insert(tx, lease, row)) {
            ChatStore.touch(tx, lease, row, row.fromMe() || delivery.isPresent() ? 0 : 1);
            return Optional.of(row);
        }
        boolean mended = message.unreadable().isEmpty() && MessageStore.mend(tx, lease, row, PLACEHOLDER);
        return mended ? Optional.of(row) : Optional.empty();
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
        moved.ifPresent(step -> log(
                tx,
                lease,
                EventName.MESSAGE_STATUS,
                status(
                        id,
                        AddressBook.shown(tx, session, step.chat()),
                        progress.delivery(),
                        progress.at(),
                        progress.failure())));
        return moved.isPresent() && progress.delivery().rank() > Delivery.SENT.rank();
    }

    /// What was queued has reached the network: changes of messages are made here too.
    private void takeEffect(WriteTx tx, SessionLease lease, Dispatch item, Instant at) {
        Jid chat = AddressBook.canonical(tx, lease.key().ref(), item.to());
        switch (item.content()) {
            case Content.Text _ -> {}
            case Content.Edit(Dispatch.Target target, String text) ->
                edit(tx, lease, find(tx, lease, chat, target), Optional.empty(), Optional.of(text), at);
            case Content.Revoke(Dispatch.Target target) ->
                revoke(tx, lease, find(tx, lease, chat, target), Optional.empty(), at);
            case Content.Reaction(Dispatch.Target target, String emoji) ->
                react(tx, lease, find(tx, lease, chat, target), Optional.empty(), emoji, at);
        }
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
    private static Optional<MessageRow> find(ReadTx tx, SessionLease lease, Jid chat, Dispatch.Target target) {
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
        MessageStore.edit(tx, lease, target.get().ref(), text.get(), at);
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
        MessageStore.react(tx, lease, target.get().ref(), by, emoji, at);
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

    /// Joins what was kept under a hidden id with what is kept under the number.
    public void addressLearnt(WriteTx tx, SessionLease lease, Jid pn, Jid lid) {
        if (AddressBook.learn(tx, lease, pn, lid)) {
            MessageStore.rename(tx, lease, lid.bare(), pn.bare());
            ChatStore.rename(tx, lease, lid.bare(), pn.bare());
        }
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
