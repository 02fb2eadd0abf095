// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.message.HistoryPlace;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.ProviderChats;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageId;
import dev.switchboard.wire.proto.SyncActionMessageRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Chats, as changes of the account's state. The account files a person's chat under the hidden id where that is known.
final class CompanionChats implements ProviderChats {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Companion companion;
    private final Database database;
    private final long session;
    private final InstantSource time;
    private final RandomGenerator random;

    CompanionChats(Companion companion, Database database, long session, InstantSource time, RandomGenerator random) {
        this.companion = companion;
        this.database = database;
        this.session = session;
        this.time = time;
        this.random = random;
    }

    private Jid filed(Jid chat) {
        return chat.isPn()
                ? database.read(tx -> AddressBook.lidOf(tx, session, chat)).orElse(chat)
                : chat;
    }

    private Answer<Boolean> change(SyncAction action) {
        return Waiting.done(companion.accountState().change(action));
    }

    private static SyncAction.MessageRef ref(Jid chat, Target target) {
        Optional<Jid> author = chat.isGroup() && !target.fromMe() ? target.author() : Optional.empty();
        return new SyncAction.MessageRef(chat, target.id(), target.fromMe(), author);
    }

    private static SyncActionMessageRange range(Jid chat, Optional<Newest> newest) {
        return SyncAction.range(newest.map(
                        last -> List.of(new SyncAction.MessageAt(ref(chat, last.message()), last.at())))
                .orElse(List.of()));
    }

    @Override
    public Answer<Boolean> star(Jid chat, List<Target> messages, boolean on) {
        Jid filed = filed(chat);
        return Waiting.done(companion
                .accountState()
                .change(messages.stream()
                        .<SyncAction>map(message -> new SyncAction.Star(ref(filed, message), on))
                        .toList()));
    }

    @Override
    public Answer<Boolean> archive(Jid chat, boolean on, Optional<Newest> newest) {
        Jid filed = filed(chat);
        return change(new SyncAction.Archive(filed, on, range(filed, newest)));
    }

    @Override
    public Answer<Boolean> mute(Jid chat, Optional<Instant> until) {
        return change(
                new SyncAction.Mute(filed(chat), until.isPresent(), until.filter(end -> end.isBefore(Instant.MAX))));
    }

    @Override
    public Answer<Boolean> pin(Jid chat, boolean on) {
        return change(new SyncAction.Pin(filed(chat), on));
    }

    @Override
    public Answer<Boolean> markUnread(Jid chat, boolean unread, Optional<Newest> newest) {
        Jid filed = filed(chat);
        return change(new SyncAction.MarkRead(filed, !unread, range(filed, newest)));
    }

    @Override
    public Answer<Boolean> delete(Jid chat, Optional<Newest> newest) {
        Jid filed = filed(chat);
        return change(new SyncAction.DeleteChat(filed, true, range(filed, newest)));
    }

    @Override
    public Answer<Boolean> clear(Jid chat, Optional<Newest> newest) {
        Jid filed = filed(chat);
        return change(new SyncAction.ClearChat(filed, true, true, range(filed, newest)));
    }

    @Override
    public Answer<Boolean> deleteForMe(Jid chat, Target message, Instant at) {
        return change(new SyncAction.DeleteForMe(ref(filed(chat), message), true, at));
    }

    /// A group's timer is a setting of the group, a person's a message in the chat.
    @Override
    public Answer<Boolean> lifetime(Jid chat, Optional<Duration> lifetime) {
        Duration span = lifetime.orElse(Duration.ZERO);
        if (chat.isGroup()) {
            return Waiting.done(
                    companion.groups().set(chat, new dev.switchboard.client.group.GroupSetting.Timer(span)));
        }
        String id = MessageId.generate(time.instant(), chat, random);
        try {
            return companion
                    .send(new OutgoingMessage(id, chat, new OutgoingContent.ChatTimer(span)))
                    .await(LIMIT)
                    .map(CompanionChats::sent)
                    .orElseGet(Answer.TimedOut::new);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.TimedOut<>();
        }
    }

    private static Answer<Boolean> sent(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent _, SendOutcome.AlreadyTaken _ -> new Answer.Given<>(true);
            case SendOutcome.NotConnected _ -> new Answer.NotConnected<>();
            case SendOutcome.Rejected(var _, var failure) ->
                new Answer.Refused<>(failure.number().orElse(0), failure.kind().code());
        };
    }

    @Override
    public Answer<Boolean> requestOlder(Jid chat, Target oldest, Instant at, int count) {
        Jid filed = filed(chat);
        MessageRef ref = new MessageRef(filed, oldest.id(), oldest.fromMe(), oldest.author());
        return Waiting.done(companion.history().requestOlder(new HistoryPlace(ref, at), count));
    }

    @Override
    public Answer<Boolean> saveLabel(Label label) {
        return change(new SyncAction.LabelEdit(label.id(), label.name(), label.color(), false));
    }

    @Override
    public Answer<Boolean> deleteLabel(String id) {
        return change(new SyncAction.LabelEdit(id, "", 0, true));
    }

    @Override
    public Answer<Boolean> label(Jid chat, Optional<Target> message, String labelId, boolean on) {
        Jid filed = filed(chat);
        return change(message.<SyncAction>map(target -> new SyncAction.LabelMessage(labelId, filed, target.id(), on))
                .orElseGet(() -> new SyncAction.LabelChat(labelId, filed, on)));
    }
}
