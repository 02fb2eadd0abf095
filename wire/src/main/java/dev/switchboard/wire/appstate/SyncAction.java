// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.SyncActionMessage;
import dev.switchboard.wire.proto.SyncActionMessageRange;
import dev.switchboard.wire.proto.SyncActionValue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What a mutation of app state says.
public sealed interface SyncAction {

    /// A chat is muted until a time, for good, or no longer.
    record Mute(Jid chat, boolean muted, Optional<Instant> until) implements SyncAction {}

    /// A chat is pinned, or no longer.
    record Pin(Jid chat, boolean pinned) implements SyncAction {}

    /// A chat is archived, or no longer.
    record Archive(Jid chat, boolean archived, SyncActionMessageRange range) implements SyncAction {}

    /// A chat is marked as read or unread.
    record MarkRead(Jid chat, boolean read, SyncActionMessageRange range) implements SyncAction {}

    /// A message is starred, or no longer.
    record Star(MessageRef message, boolean starred) implements SyncAction {}

    /// A message is deleted on own devices only.
    record DeleteForMe(MessageRef message, boolean deleteMedia, Instant messageTime) implements SyncAction {}

    /// A chat is emptied.
    record ClearChat(Jid chat, boolean deleteStarred, boolean deleteMedia, SyncActionMessageRange range)
            implements SyncAction {}

    /// A chat is deleted.
    record DeleteChat(Jid chat, boolean deleteMedia, SyncActionMessageRange range) implements SyncAction {}

    /// A contact is saved.
    record Contact(Jid user, String fullName, String firstName, Optional<Jid> lid, Optional<Jid> pn)
            implements SyncAction {}

    /// A contact is no longer saved.
    record ContactRemoved(Jid user) implements SyncAction {}

    /// The account has a push name.
    record PushName(String name) implements SyncAction {}

    /// The account has a language.
    record Locale(String locale) implements SyncAction {}

    /// Archived chats come back when a message arrives, or do not.
    record UnarchiveChats(boolean unarchive) implements SyncAction {}

    /// A label is made, changed or deleted.
    record LabelEdit(String labelId, String name, int color, boolean deleted) implements SyncAction {}

    /// A chat has a label, or no longer.
    record LabelChat(String labelId, Jid chat, boolean labeled) implements SyncAction {}

    /// A message has a label, or no longer.
    record LabelMessage(String labelId, Jid chat, String messageId, boolean labeled) implements SyncAction {}

    /// A canned answer of a business is made, changed or deleted.
    ///
    /// @param id when it was made, in the network's form
    record QuickReply(String id, String shortcut, String message, List<String> keywords, boolean deleted)
            implements SyncAction {
        /// Keeps an unmodifiable copy.
        public QuickReply {
            keywords = List.copyOf(keywords);
        }
    }

    /// A chat is locked away, or no longer.
    record Lock(Jid chat, boolean locked) implements SyncAction {}

    /// Somebody's status posts are hidden, or no longer.
    record StatusMute(Jid person, boolean muted) implements SyncAction {}

    /// These chats are the account's favourites.
    record Favorites(List<Jid> chats) implements SyncAction {
        /// Keeps an unmodifiable copy.
        public Favorites {
            chats = List.copyOf(chats);
        }
    }

    /// A contact without a phone number is saved.
    record LidContact(Jid lid, String fullName, String firstName, String username) implements SyncAction {}

    /// Links in own messages get no preview, or do.
    record LinkPreviews(boolean disabled) implements SyncAction {}

    /// Times are shown from 0 to 24 hours, or not.
    record TimeFormat(boolean twentyFourHours) implements SyncAction {}

    /// A hidden-id chat has a phone number.
    record PnForLid(Jid lid, Jid pn) implements SyncAction {}

    /// The account has a salt for contact tokens; empty if it was taken away.
    record NctSalt(Optional<Bytes> salt) implements SyncAction {}

    /// Anything else: counted in the hash, otherwise to be left alone.
    record Unknown(Mutation mutation) implements SyncAction {}

    /// A message as an index names it.
    ///
    /// @param chat its chat
    /// @param id its id
    /// @param fromMe whether it is an own one
    /// @param participant its author in a group, unless it is an own one
    record MessageRef(Jid chat, String id, boolean fromMe, Optional<Jid> participant) {}

    /// A message with its time.
    record MessageAt(MessageRef message, Instant at) {}

    /// The end of a chat as an action sees it: what is newer is left alone.
    ///
    /// @param newest the newest messages known; the last of them in time ends the range
    static SyncActionMessageRange range(Collection<MessageAt> newest) {
        SyncActionMessageRange.Builder range = SyncActionMessageRange.newBuilder();
        long last = 0;
        for (MessageAt message : newest) {
            long seconds = message.at().getEpochSecond();
            last = Math.max(last, seconds);
            range.addMessages(SyncActionMessage.newBuilder()
                    .setKey(key(message.message()))
                    .setTimestamp(seconds));
        }
        return last == 0 ? range.build() : range.setLastMessageTimestamp(last).build();
    }

    private static MessageKey key(MessageRef message) {
        return message.participant()
                .map(author -> MessageKeys.of(message.chat(), message.fromMe(), message.id(), author))
                .orElseGet(() -> MessageKeys.of(message.chat(), message.fromMe(), message.id()));
    }

    /// The chat or person it is about; empty for settings of the account.
    default Optional<Jid> subject() {
        return switch (this) {
            case Mute mute -> Optional.of(mute.chat());
            case Pin pin -> Optional.of(pin.chat());
            case Archive archive -> Optional.of(archive.chat());
            case MarkRead mark -> Optional.of(mark.chat());
            case Star star -> Optional.of(star.message().chat());
            case DeleteForMe delete -> Optional.of(delete.message().chat());
            case ClearChat clear -> Optional.of(clear.chat());
            case DeleteChat delete -> Optional.of(delete.chat());
            case Contact contact -> Optional.of(contact.user());
            case ContactRemoved contact -> Optional.of(contact.user());
            case LabelChat label -> Optional.of(label.chat());
            case LabelMessage label -> Optional.of(label.chat());
            case Lock lock -> Optional.of(lock.chat());
            case StatusMute mute -> Optional.of(mute.person());
            case LidContact contact -> Optional.of(contact.lid());
            case PnForLid pair -> Optional.of(pair.lid());
            case PushName _,
                    Locale _,
                    UnarchiveChats _,
                    LabelEdit _,
                    QuickReply _,
                    Favorites _,
                    LinkPreviews _,
                    TimeFormat _,
                    NctSalt _,
                    Unknown _ -> Optional.empty();
        };
    }

    /// Reads a mutation.
    static SyncAction of(Mutation mutation) {
        return SyncActionReader.read(mutation);
    }

    /// The change that says it, and the collection it belongs to.
    ///
    /// @param now the time of the action
    /// @throws IllegalArgumentException for [Unknown], which has no form of its own
    default Placed at(Instant now) {
        return SyncActionWriter.write(this, now);
    }

    /// A change and the collection it belongs to.
    record Placed(AppStateCollection collection, MutationDraft draft) {}

    /// The value of an action with nothing but its time.
    static SyncActionValue.Builder value(Instant now) {
        return SyncActionValue.newBuilder().setTimestamp(now.toEpochMilli());
    }
}
