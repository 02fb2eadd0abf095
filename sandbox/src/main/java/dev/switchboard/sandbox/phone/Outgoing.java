// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.proto.Message;
import java.util.List;
import java.util.Optional;

/// What an operator lets a phone send.
public sealed interface Outgoing {

    /// A text.
    ///
    /// @param text what it says
    /// @param quote the id of the message it answers
    record Text(String text, Optional<String> quote) implements Outgoing {}

    /// A message of any other kind that stands in a chat by itself: a file, a place, a contact, a poll, a link.
    ///
    /// @param message its content
    /// @param quote the id of the message it answers
    record Content(Message message, Optional<String> quote) implements Outgoing {}

    /// A vote in a poll.
    ///
    /// @param id the poll
    /// @param options what is chosen, nothing to take a vote back
    record Vote(String id, List<String> options) implements Outgoing {
        /// Keeps its own copy of the options.
        public Vote {
            options = List.copyOf(options);
        }
    }

    /// A reaction to a message.
    ///
    /// @param id the message
    /// @param emoji the reaction, empty to take it back
    record Reaction(String id, String emoji) implements Outgoing {}

    /// Another text for an own message.
    record Edit(String id, String text) implements Outgoing {}

    /// An own message is taken back.
    record Revoke(String id) implements Outgoing {}
}
