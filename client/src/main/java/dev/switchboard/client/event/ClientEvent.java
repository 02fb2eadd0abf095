// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import dev.switchboard.client.group.GroupChange;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.message.ChatActivity;
import dev.switchboard.client.message.EventAnswer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.newsletter.NewsletterChange;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something a companion tells its owner. Each event is in exactly one committed batch, together with the state it goes
/// with, so it is told neither without that state nor twice.
public sealed interface ClientEvent {

    /// The link is in a new state.
    record LinkStateChanged(LinkState state) implements ClientEvent {}

    /// A QR code to show until it expires; built at this moment, as its secret can change.
    record QrOffered(String text, Instant expires) implements ClientEvent {
        @Override
        public String toString() {
            return "QrOffered[" + expires + "]";
        }
    }

    /// A link code to type on the phone, as `XXXX-XXXX`.
    record CodeOffered(String code, Instant expires) implements ClientEvent {
        @Override
        public String toString() {
            return "CodeOffered[" + expires + "]";
        }
    }

    /// The account was linked.
    ///
    /// @param pn own address by number, with the device's number
    /// @param lid own hidden address, with the device's number
    /// @param platform the phone's platform as the server names it
    record Linked(Jid pn, Jid lid, String platform, Optional<String> businessName) implements ClientEvent {
        @Override
        public String toString() {
            return "Linked[device " + pn.device() + "]";
        }
    }

    /// The keys of this link are gone.
    record Unlinked() implements ClientEvent {}

    /// A message came in.
    record MessageReceived(IncomingMessage message) implements ClientEvent {}

    /// A message came in that cannot be read (yet): shown as a placeholder; a [MessageReceived] of the same id may
    /// follow.
    ///
    /// @param reason a stable code: why it cannot be read
    record MessageUndecryptable(IncomingMessage placeholder, String reason) implements ClientEvent {}

    /// Sent messages have come further.
    ///
    /// @param by whose device said so, for receipts
    /// @param at the time the network gave
    record MessageStatusChanged(
            Party chat,
            List<String> ids,
            MessageStatus status,
            Optional<Party> by,
            Instant at,
            Optional<SendFailure> failure)
            implements ClientEvent {
        public MessageStatusChanged {
            ids = List.copyOf(ids);
        }
    }

    /// Messages of others were read on another device of this account.
    record ReadElsewhere(Party chat, List<String> ids, Instant at) implements ClientEvent {
        public ReadElsewhere {
            ids = List.copyOf(ids);
        }
    }

    /// A message got a new content from its author.
    ///
    /// @param fromMe whether this account edited it
    record MessageEdited(
            Party chat,
            MessageRef target,
            Party editor,
            boolean fromMe,
            Optional<String> text,
            Bytes content,
            String editId,
            Instant at)
            implements ClientEvent {
        @Override
        public String toString() {
            return "MessageEdited[" + target.id() + "]";
        }
    }

    /// A message was taken back by its author.
    ///
    /// @param fromMe whether this account took it back
    record MessageRevoked(Party chat, MessageRef target, Party by, boolean fromMe, Instant at) implements ClientEvent {}

    /// Somebody reacted, or with an empty emoji removed their reaction.
    ///
    /// @param fromMe whether this account reacted
    record ReactionChanged(Party chat, MessageRef target, Party by, boolean fromMe, String emoji, Instant at)
            implements ClientEvent {}

    /// Somebody voted in a poll, changed their vote or withdrew it.
    ///
    /// @param fromMe whether this account voted
    /// @param chosen the options' words; none if the vote was withdrawn
    /// @param tally how the poll stands now
    record PollVoted(
            Party chat, MessageRef poll, Party voter, boolean fromMe, List<String> chosen, PollTally tally, Instant at)
            implements ClientEvent {
        public PollVoted {
            chosen = List.copyOf(chosen);
        }

        @Override
        public String toString() {
            return "PollVoted[" + poll.id() + "]";
        }
    }

    /// Somebody said whether they come to an event.
    ///
    /// @param fromMe whether this account answered
    /// @param extraGuests how many they bring
    record EventAnswered(
            Party chat, MessageRef event, Party by, boolean fromMe, EventAnswer answer, int extraGuests, Instant at)
            implements ClientEvent {}

    /// A message was pinned in its chat, or is no longer.
    ///
    /// @param time for how long, where it was pinned
    record MessagePinned(
            Party chat,
            MessageRef target,
            Party by,
            boolean fromMe,
            boolean pinned,
            Optional<Duration> time,
            Instant at)
            implements ClientEvent {}

    /// A message of a chat with timer is kept, or no longer.
    record MessageKept(Party chat, MessageRef target, Party by, boolean fromMe, boolean kept, Instant at)
            implements ClientEvent {}

    /// The timer of a chat with one person was set; zero means none.
    record ChatTimerChanged(Party chat, Party by, boolean fromMe, Duration timer, Instant at) implements ClientEvent {}

    /// The own phone answered a request to upload a message's file again.
    ///
    /// @param file where it lies now; empty if the phone has it no more or could not
    record MediaRefreshed(Party chat, MessageRef message, Optional<MediaReference> file) implements ClientEvent {}

    /// A piece of the history.
    record HistoryReceived(HistoryChunk chunk) implements ClientEvent {}

    /// Somebody, possibly this account itself, goes by a new name.
    record PushNameChanged(Party person, boolean self, String name) implements ClientEvent {
        @Override
        public String toString() {
            return "PushNameChanged[self=" + self + "]";
        }
    }

    /// A person's keys changed, as after getting a new phone.
    record IdentityChanged(Party person, int device) implements ClientEvent {}

    /// A person's devices, or with `self` this account's, changed.
    record DeviceListChanged(Party person, boolean self, List<Integer> devices) implements ClientEvent {
        public DeviceListChanged {
            devices = List.copyOf(devices);
        }
    }

    /// A person came or went.
    ///
    /// @param lastSeen when they went, unless they hide it
    record PresenceChanged(Party person, boolean available, Optional<Instant> lastSeen) implements ClientEvent {}

    /// Somebody types, records, or stopped.
    record ChatActivityChanged(Party chat, Party person, ChatActivity activity) implements ClientEvent {}

    /// Something happened to a group or community.
    ///
    /// @param by who did it, where told
    /// @param byName the name they gave themselves
    record GroupChanged(Party group, Optional<Party> by, Optional<String> byName, Instant at, GroupChange change)
            implements ClientEvent {
        @Override
        public String toString() {
            return "GroupChanged[" + change.getClass().getSimpleName() + "]";
        }
    }

    /// Something happened at a newsletter.
    record NewsletterChanged(Jid newsletter, Instant at, NewsletterChange change) implements ClientEvent {
        @Override
        public String toString() {
            return "NewsletterChanged[" + change.getClass().getSimpleName() + "]";
        }
    }

    /// Everything that had waited on the server has been taken in.
    record OfflineDrained(int count) implements ClientEvent {}

    /// Events that have files of their own, by topic.
    sealed interface Topic extends ClientEvent permits CallEvent, PasskeyEvent, PersonEvent, SyncEvent {
        @Override
        default boolean momentary() {
            return false;
        }
    }

    /// Whether the event is of the moment only: worthless after a restart, and free to be left out of a durable log.
    default boolean momentary() {
        return switch (this) {
            case QrOffered _, CodeOffered _, PresenceChanged _, ChatActivityChanged _ -> true;
            case Topic topic -> topic.momentary();
            case LinkStateChanged _,
                    Linked _,
                    Unlinked _,
                    MessageReceived _,
                    MessageUndecryptable _,
                    MessageStatusChanged _,
                    ReadElsewhere _,
                    MessageEdited _,
                    MessageRevoked _,
                    ReactionChanged _,
                    PollVoted _,
                    EventAnswered _,
                    MessagePinned _,
                    MessageKept _,
                    ChatTimerChanged _,
                    MediaRefreshed _,
                    HistoryReceived _,
                    PushNameChanged _,
                    IdentityChanged _,
                    DeviceListChanged _,
                    GroupChanged _,
                    NewsletterChanged _,
                    OfflineDrained _ -> false;
        };
    }
}
