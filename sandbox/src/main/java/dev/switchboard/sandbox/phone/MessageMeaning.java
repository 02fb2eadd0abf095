// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PollUpdateMessage;

/// What an opened message does to a chat.
sealed interface MessageMeaning {

    /// It is a message of its own.
    ///
    /// @param content without wrappers
    record Content(EntryKind kind, Message content) implements MessageMeaning {}

    /// Another message has a new content.
    record Edit(String id, Message content) implements MessageMeaning {}

    /// Another message is taken back.
    record Revoke(String id) implements MessageMeaning {}

    /// Somebody feels something about another message.
    record Reaction(String id, String emoji) implements MessageMeaning {}

    /// Somebody votes in a poll.
    record Vote(String id, PollUpdateMessage update) implements MessageMeaning {}

    /// Nothing that a chat shows.
    record Silent() implements MessageMeaning {}

    /// The meaning of a message.
    static MessageMeaning of(Unwrapped unwrapped) {
        Message message = unwrapped.content();
        MessageKind kind = unwrapped.kind();
        return switch (kind) {
            case EDIT ->
                new Edit(
                        message.getProtocolMessage().getKey().getId(),
                        Unwrapped.of(message.getProtocolMessage().getEditedMessage())
                                .content());
            case REVOKE -> new Revoke(message.getProtocolMessage().getKey().getId());
            case POLL_VOTE ->
                new Vote(
                        message.getPollUpdateMessage()
                                .getPollCreationMessageKey()
                                .getId(),
                        message.getPollUpdateMessage());
            case REACTION ->
                new Reaction(
                        message.getReactionMessage().getKey().getId(),
                        message.getReactionMessage().getText());
            default -> kind.isEntry() ? new Content(EntryKind.of(kind), message) : new Silent();
        };
    }
}
