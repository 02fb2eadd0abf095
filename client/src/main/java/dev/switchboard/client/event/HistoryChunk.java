// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import dev.switchboard.wire.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A piece of the history that the phone shares after linking. Chunks may come out of order and overlap.
///
/// @param type the network's name of the kind: `INITIAL_BOOTSTRAP`, `RECENT`, `PUSH_NAME` and so on
/// @param order the chunk's number
/// @param progress 0 to 100, where told
/// @param conversations chats with messages, newest first
/// @param names names people gave themselves
public record HistoryChunk(
        String type, int order, Optional<Integer> progress, List<Conversation> conversations, List<Name> names) {

    public HistoryChunk {
        conversations = List.copyOf(conversations);
        names = List.copyOf(names);
    }

    /// A chat in the history.
    public record Conversation(
            Party chat,
            Optional<String> name,
            int unread,
            boolean archived,
            Optional<Instant> lastMessage,
            List<HistoryMessage> messages) {
        public Conversation {
            messages = List.copyOf(messages);
        }

        @Override
        public String toString() {
            return "Conversation[" + messages.size() + " messages]";
        }
    }

    /// A message in the history, with how far it has come if it is an own one.
    public record HistoryMessage(IncomingMessage message, Optional<MessageStatus> status) {}

    /// The name a person gave themselves.
    public record Name(Party person, String name) {
        @Override
        public String toString() {
            return "Name[redacted]";
        }
    }

    /// A chunk that lies encrypted in the media store instead of coming with the message; fetching it is up to whoever
    /// can reach that store.
    ///
    /// @param notification the protobuf `HistorySyncNotification` with key and place
    public record External(String type, int order, Optional<Integer> progress, String directPath, Bytes notification) {
        @Override
        public String toString() {
            return "External[" + type + " " + order + "]";
        }
    }
}
