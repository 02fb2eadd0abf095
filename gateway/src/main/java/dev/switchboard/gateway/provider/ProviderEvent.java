// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something that happened on a link.
public sealed interface ProviderEvent {
    /// The link is in a new state.
    record LinkChanged(LinkStatus status) implements ProviderEvent {}

    /// A QR code to be shown until it expires.
    record QrOffered(String text, Instant expires) implements ProviderEvent {
        @Override
        public String toString() {
            return "QrOffered[" + expires + "]";
        }
    }

    /// A code to be typed on the phone until it expires.
    record CodeOffered(String code, Instant expires) implements ProviderEvent {
        @Override
        public String toString() {
            return "CodeOffered[" + expires + "]";
        }
    }

    /// The account was linked.
    record Linked(Jid pn, Jid lid, String platform, Optional<String> businessName) implements ProviderEvent {
        @Override
        public String toString() {
            return "Linked[]";
        }
    }

    /// The keys of the link are gone.
    record Unlinked() implements ProviderEvent {}

    /// A number and a hidden id were found to be one person.
    record AddressLearnt(Jid pn, Jid lid) implements ProviderEvent {
        @Override
        public String toString() {
            return "AddressLearnt[]";
        }
    }

    /// Messages are encrypted and durable with the provider, which now answers for them.
    record Handed(List<String> ids) implements ProviderEvent {
        public Handed {
            ids = List.copyOf(ids);
        }
    }

    /// A message of a chat came in, readable or not.
    record MessageArrived(Incoming message) implements ProviderEvent {}

    /// Own messages have come further.
    record DeliveryChanged(
            Party chat, List<String> ids, Delivery delivery, Instant at, Optional<Party> by, Optional<Failure> failure)
            implements ProviderEvent {
        public DeliveryChanged {
            ids = List.copyOf(ids);
        }
    }

    /// Messages of others were read on another device of the account.
    record ReadElsewhere(Party chat, List<String> ids, Instant at) implements ProviderEvent {
        public ReadElsewhere {
            ids = List.copyOf(ids);
        }
    }

    /// A message got a new text, as its editor says, who has to be its author.
    ///
    /// @param fromMe whether this account edited it
    record Edited(Party chat, String id, Party editor, boolean fromMe, Optional<String> text, Instant at)
            implements ProviderEvent {
        @Override
        public String toString() {
            return "Edited[" + id + "]";
        }
    }

    /// A message was taken back by somebody, who has to be its author.
    ///
    /// @param fromMe whether this account took it back
    record Revoked(Party chat, String id, Party by, boolean fromMe, Instant at) implements ProviderEvent {}

    /// Somebody reacted, or with an empty emoji removed their reaction.
    ///
    /// @param fromMe whether this account reacted
    record Reacted(Party chat, Target target, Party by, boolean fromMe, String emoji, Instant at)
            implements ProviderEvent {}

    /// Somebody voted in a poll, or with no options took their vote back.
    record Voted(Party chat, Target target, Party by, boolean fromMe, List<String> options, Instant at)
            implements ProviderEvent {
        public Voted {
            options = List.copyOf(options);
        }

        @Override
        public String toString() {
            return "Voted[" + target.id() + "]";
        }
    }

    /// Somebody answered an event.
    record Attends(Party chat, Target target, Party by, boolean fromMe, Content.Attendance attendance, Instant at)
            implements ProviderEvent {}

    /// Somebody pinned a message until a time, or without one unpinned it.
    record Pinned(Party chat, Target target, Party by, boolean fromMe, Optional<Instant> until, Instant at)
            implements ProviderEvent {}

    /// Somebody keeps a disappearing message, or lets it go.
    record Kept(Party chat, Target target, Party by, boolean fromMe, boolean kept, Instant at)
            implements ProviderEvent {}

    /// The account starred a message, or took the star back.
    record Starred(Party chat, Target target, boolean starred, Instant at) implements ProviderEvent {}

    /// A piece of the history.
    record HistoryArrived(String type, Optional<Integer> progress, List<Conversation> conversations)
            implements ProviderEvent {
        public HistoryArrived {
            conversations = List.copyOf(conversations);
        }
    }

    /// Somebody goes by a name.
    record Named(Party person, boolean self, String name) implements ProviderEvent {
        @Override
        public String toString() {
            return "Named[self=" + self + "]";
        }
    }

    /// A person's keys changed, as after getting a new phone.
    record IdentityChanged(Party person) implements ProviderEvent {}

    /// The account decided something about a chat, here or on another device.
    record ChatChanged(Party chat, ChatTrait trait, Instant at) implements ProviderEvent {}

    /// What an account decides about a chat.
    sealed interface ChatTrait {
        record Archived(boolean on) implements ChatTrait {}

        /// Silent until a time; empty = heard. [Instant#MAX] is for good.
        record Muted(Optional<Instant> until) implements ChatTrait {}

        record Pinned(boolean on) implements ChatTrait {}

        record MarkedUnread(boolean on) implements ChatTrait {}

        /// New messages disappear so long after reading; empty = never.
        record Lifetime(Optional<Duration> lifetime) implements ChatTrait {}

        /// Its messages are deleted, and with `whole` it too.
        record Emptied(boolean whole) implements ChatTrait {}

        /// It has another name.
        record Titled(String name) implements ChatTrait {
            @Override
            public String toString() {
                return "Titled[]";
            }
        }
    }

    /// The account deleted a message for itself.
    record Hidden(Party chat, Target target, Instant at) implements ProviderEvent {}

    /// A label was made or changed.
    record LabelSaved(ProviderChats.Label label) implements ProviderEvent {}

    record LabelDeleted(String id) implements ProviderEvent {}

    /// A chat, or a message of it, has a label or not any more.
    record Labelled(Party chat, Optional<String> messageId, String labelId, boolean on) implements ProviderEvent {}

    /// Somebody is among the account's contacts, or with empty names not any more.
    record ContactSaved(Party person, Optional<String> fullName, Optional<String> firstName, Optional<String> username)
            implements ProviderEvent {
        @Override
        public String toString() {
            return "ContactSaved[]";
        }
    }

    /// Somebody, a group, or with `self` the account has another picture, or none.
    record PictureChanged(Party whose, boolean self, Optional<String> id) implements ProviderEvent {}

    /// Somebody says something else about themselves.
    record AboutChanged(Party person, boolean self, Optional<String> text) implements ProviderEvent {
        @Override
        public String toString() {
            return "AboutChanged[self=" + self + "]";
        }
    }

    /// People were blocked or unblocked; with `whole` nobody else is blocked.
    record BlocklistChanged(List<Party> blocked, List<Party> unblocked, boolean whole) implements ProviderEvent {
        public BlocklistChanged {
            blocked = List.copyOf(blocked);
            unblocked = List.copyOf(unblocked);
        }
    }

    /// Privacy settings are like this now; those not named are as before.
    record PrivacyChanged(Map<String, String> settings) implements ProviderEvent {
        public PrivacyChanged {
            settings = Map.copyOf(settings);
        }
    }

    /// Somebody came or went.
    record Presence(Party person, boolean online, Optional<Instant> lastSeen) implements ProviderEvent {}

    /// Somebody types, records, or stopped.
    record Typing(Party chat, Party person, ProviderPeople.Activity activity) implements ProviderEvent {}

    /// Somebody's devices changed.
    record DevicesChanged(Party person, boolean self, int devices) implements ProviderEvent {}

    /// Something happened to a group or community.
    ///
    /// @param change what, a stable word
    /// @param people whom it is about
    /// @param details its particulars
    record GroupChanged(
            Jid group, Optional<Party> by, String change, List<Party> people, Map<String, Object> details, Instant at)
            implements ProviderEvent {
        public GroupChanged {
            people = List.copyOf(people);
            details = Map.copyOf(details);
        }

        @Override
        public String toString() {
            return "GroupChanged[" + change + "]";
        }
    }

    /// Something happened at a channel.
    record ChannelChanged(Jid channel, String change, Map<String, Object> details, Instant at)
            implements ProviderEvent {
        public ChannelChanged {
            details = Map.copyOf(details);
        }

        @Override
        public String toString() {
            return "ChannelChanged[" + change + "]";
        }
    }

    /// Somebody calls.
    ///
    /// @param missed whether it is over by now, as it was offered while the session was away
    record CallOffered(String id, Party caller, Optional<Party> group, boolean video, boolean missed, Instant at)
            implements ProviderEvent {}

    /// A call has ended, or was taken elsewhere.
    ///
    /// @param how `accepted`, `rejected` or `ended`
    record CallEnded(String id, Party caller, String how, Optional<String> reason, Instant at)
            implements ProviderEvent {}

    /// The account's passkey has to sign this before the device is linked.
    ///
    /// @param options JSON as a browser's `navigator.credentials.get` takes it
    record PasskeyAsked(String options, Instant expires) implements ProviderEvent {
        @Override
        public String toString() {
            return "PasskeyAsked[" + expires + "]";
        }
    }

    /// A code is shown on both sides of a linking by passkey.
    ///
    /// @param confirm whether linking waits for a word that they agree
    record PasskeyCode(String code, boolean confirm, Instant expires) implements ProviderEvent {
        @Override
        public String toString() {
            return "PasskeyCode[" + expires + "]";
        }
    }

    /// Linking by passkey broke off.
    record PasskeyFailed(String reason) implements ProviderEvent {}

    /// The network holds the account back from people it has not written with, or does so no longer.
    record ColdChatsRestricted(boolean restricted, Optional<Instant> until) implements ProviderEvent {}

    /// How far the history is.
    ///
    /// @param step `loading`, `stuck` or `complete`
    record HistoryProgress(String step, Optional<Integer> progress, Optional<String> reason) implements ProviderEvent {}

    /// A chat out of the history.
    record Conversation(Party chat, Optional<String> name, int unread, List<HistoryMessage> messages) {
        public Conversation {
            messages = List.copyOf(messages);
        }

        @Override
        public String toString() {
            return "Conversation[" + messages.size() + "]";
        }
    }

    /// A message out of the history, with how far it has come if it is an own one.
    record HistoryMessage(Incoming message, Optional<Delivery> delivery) {}

    /// A message that came in.
    ///
    /// @param type `text`, `image` and so on; `unsupported` for what is not told apart
    /// @param unreadable why it cannot be read, if it cannot
    /// @param body what it has besides its text
    record Incoming(
            String id,
            Party chat,
            Party sender,
            boolean fromMe,
            Instant at,
            Optional<String> pushName,
            String type,
            Optional<String> text,
            Optional<String> quotedId,
            Optional<String> unreadable,
            Body body) {
        public Incoming(
                String id,
                Party chat,
                Party sender,
                boolean fromMe,
                Instant at,
                Optional<String> pushName,
                String type,
                Optional<String> text,
                Optional<String> quotedId,
                Optional<String> unreadable) {
            this(id, chat, sender, fromMe, at, pushName, type, text, quotedId, unreadable, Body.PLAIN);
        }

        @Override
        public String toString() {
            return "Incoming[" + id + " " + type + "]";
        }
    }

    /// What a message that came in has besides its text.
    ///
    /// @param content what it says, where that is more than its text and no file
    /// @param file its file
    /// @param context who is named in it, and the like
    /// @param raw its raw form, where it is not understood
    record Body(Optional<Content> content, Optional<FileOffer> file, Dispatch.Context context, Optional<Bytes> raw) {
        /// A text and nothing else.
        public static final Body PLAIN =
                new Body(Optional.empty(), Optional.empty(), Dispatch.Context.NONE, Optional.empty());

        /// A typed content.
        public static Body of(Content content) {
            return new Body(Optional.of(content), Optional.empty(), Dispatch.Context.NONE, Optional.empty());
        }

        /// A file.
        public static Body of(FileOffer file) {
            return new Body(Optional.empty(), Optional.of(file), Dispatch.Context.NONE, Optional.empty());
        }

        @Override
        public String toString() {
            return "Body[]";
        }
    }

    /// A file that the network has for a message.
    ///
    /// @param remote what [MediaTransfer#download] needs; secret
    record FileOffer(
            MediaKind kind,
            String mimeType,
            Optional<String> fileName,
            Optional<String> caption,
            boolean viewOnce,
            Optional<Long> size,
            Optional<Integer> width,
            Optional<Integer> height,
            Optional<Duration> length,
            Optional<Bytes> waveform,
            Optional<Bytes> thumbnail,
            Bytes remote) {
        @Override
        public String toString() {
            return "FileOffer[" + kind + "]";
        }
    }
}
