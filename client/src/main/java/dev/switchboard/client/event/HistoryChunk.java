// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A piece of the history that the phone shares after linking, or when asked. What the network sends as one chunk may
/// be told in several parts, so that none is too large. Chunks may come out of order and overlap.
///
/// @param type the network's name of the kind: `INITIAL_BOOTSTRAP`, `RECENT`, `ON_DEMAND` and so on
/// @param order the chunk's number
/// @param progress 0 to 100, where told
/// @param requestId the request that this answers, where it answers one
/// @param last whether this is the chunk's last part
/// @param conversations chats with messages, newest first
/// @param statuses status posts
/// @param names names people gave themselves
public record HistoryChunk(
        String type,
        int order,
        Optional<Integer> progress,
        Optional<String> requestId,
        boolean last,
        List<Conversation> conversations,
        List<HistoryMessage> statuses,
        List<Name> names) {

    public HistoryChunk {
        conversations = List.copyOf(conversations);
        statuses = List.copyOf(statuses);
        names = List.copyOf(names);
    }

    /// A chat in the history.
    ///
    /// @param traits what else the phone knows of it
    public record Conversation(
            Party chat,
            Optional<String> name,
            int unread,
            boolean archived,
            Optional<Instant> lastMessage,
            Traits traits,
            List<HistoryMessage> messages) {
        public Conversation {
            messages = List.copyOf(messages);
        }

        @Override
        public String toString() {
            return "Conversation[" + messages.size() + " messages]";
        }
    }

    /// What the phone knows of a chat beside its messages.
    ///
    /// @param pinnedAt when it was pinned, if it is
    /// @param mutedUntil until when it is muted, if it is; [Instant#MAX] for good
    /// @param markedUnread whether the owner marked it so
    /// @param timer how long its messages last, where there is a limit
    /// @param olderOnPhone whether the phone has older messages, where told
    public record Traits(
            Optional<Instant> pinnedAt,
            Optional<Instant> mutedUntil,
            boolean markedUnread,
            Optional<Duration> timer,
            Optional<Boolean> olderOnPhone) {

        /// Nothing known.
        public static final Traits NONE =
                new Traits(Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    /// A message in the history, with how far it has come if it is an own one.
    ///
    /// @param starred whether the owner starred it
    public record HistoryMessage(IncomingMessage message, Optional<MessageStatus> status, boolean starred) {}

    /// The name a person gave themselves.
    public record Name(Party person, String name) {
        @Override
        public String toString() {
            return "Name[redacted]";
        }
    }
}
