// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderChats;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.ChatTrait;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What callers do with chats. The network is told first; what it accepts is kept here.
public final class ChatControl {
    private static final Instant FOR_GOOD = Instant.MAX;

    private final Database database;
    private final LiveLinks links;
    private final Messages messages;
    private final ChatRecorder recorder;
    private final InstantSource time;

    public ChatControl(
            Database database, LiveLinks links, Messages messages, ChatRecorder recorder, InstantSource time) {
        this.database = database;
        this.links = links;
        this.messages = messages;
        this.recorder = recorder;
        this.time = time;
    }

    void change(Session session, Jid asked, ChatResource.ChatChange change) {
        ProviderChats chats = links.connected(session).chats();
        Jid chat = canonical(session, asked);
        if (change.archived() != null) {
            apply(
                    session,
                    chat,
                    chats.archive(chat, change.archived(), newest(session, chat)),
                    new ChatTrait.Archived(change.archived()));
        }
        if (change.pinned() != null) {
            apply(session, chat, chats.pin(chat, change.pinned()), new ChatTrait.Pinned(change.pinned()));
        }
        ChatTrait.Muted muted = mute(change);
        if (muted != null) {
            apply(session, chat, chats.mute(chat, muted.until()), muted);
        }
        if (change.markedUnread() != null) {
            apply(
                    session,
                    chat,
                    chats.markUnread(chat, change.markedUnread(), newest(session, chat)),
                    new ChatTrait.MarkedUnread(change.markedUnread()));
        }
        if (change.lifetimeSeconds() != null) {
            Optional<Duration> lifetime =
                    Optional.of(Duration.ofSeconds(change.lifetimeSeconds())).filter(span -> !span.isZero());
            apply(session, chat, chats.lifetime(chat, lifetime), new ChatTrait.Lifetime(lifetime));
        }
    }

    private ChatTrait.@Nullable Muted mute(ChatResource.ChatChange change) {
        Instant until = change.mutedUntil();
        if (until != null) {
            return new ChatTrait.Muted(Optional.of(until).filter(end -> end.isAfter(time.instant())));
        }
        Boolean on = change.muted();
        return on == null ? null : new ChatTrait.Muted(on ? Optional.of(FOR_GOOD) : Optional.empty());
    }

    private void apply(Session session, Jid chat, Answer<Boolean> answer, ChatTrait trait) {
        Answers.value(answer);
        record(session, new ProviderEvent.ChatChanged(Party.of(chat), trait, now()));
    }

    private void record(Session session, ProviderEvent.ChatChanged change) {
        SessionLease lease = Sessions.lease(session);
        database.write(tx -> {
            lease.guard(tx);
            recorder.changed(tx, lease, change);
            return true;
        });
    }

    /// Deletes a chat's messages, and with `whole` the chat too.
    void empty(Session session, Jid asked, boolean whole) {
        ProviderChats chats = links.connected(session).chats();
        Jid chat = canonical(session, asked);
        if (messages.chat(session, chat).isEmpty()) {
            throw ChatResource.unknown();
        }
        apply(
                session,
                chat,
                whole ? chats.delete(chat, newest(session, chat)) : chats.clear(chat, newest(session, chat)),
                new ChatTrait.Emptied(whole));
    }

    /// Deletes a message for this account.
    void hide(Session session, String messageId) {
        Messages.Oldest place = messages.place(session, messageId).orElseThrow(MessageResource::unknownMessage);
        Answers.value(links.connected(session).chats().deleteForMe(place.chat(), place.target(), place.at()));
        SessionLease lease = Sessions.lease(session);
        database.write(tx -> {
            lease.guard(tx);
            recorder.hidden(tx, lease, new ProviderEvent.Hidden(Party.of(place.chat()), place.target(), now()));
            return true;
        });
    }

    /// Asks for messages older than those that are here; false if there are none to go by.
    boolean older(Session session, Jid chat, int count) {
        Optional<Messages.Oldest> oldest = messages.oldest(session, chat);
        oldest.ifPresent(place -> Answers.value(
                links.connected(session).chats().requestOlder(place.chat(), place.target(), place.at(), count)));
        return oldest.isPresent();
    }

    /// Shows what the account does in a chat.
    ///
    /// @throws Refusal if it is no known activity
    void show(Session session, Jid chat, @Nullable String activity) {
        ProviderPeople.Activity known = switch (activity == null ? "" : activity.toLowerCase(Locale.ROOT)) {
            case "typing" -> ProviderPeople.Activity.TYPING;
            case "recording" -> ProviderPeople.Activity.RECORDING;
            case "paused" -> ProviderPeople.Activity.PAUSED;
            default ->
                throw Problem.of(ProblemKind.INVALID_REQUEST, "The field activity is missing or another word.")
                        .withAccepted("typing, recording or paused")
                        .refusal();
        };
        links.connected(session).people().show(canonical(session, chat), known);
    }

    private Optional<ProviderChats.Newest> newest(Session session, Jid chat) {
        return messages.newest(session, chat).map(place -> new ProviderChats.Newest(place.target(), place.at()));
    }

    private Jid canonical(Session session, Jid asked) {
        return database.read(tx -> AddressBook.canonical(tx, session.key().ref(), asked));
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.millis());
    }
}
