// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Content;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a caller wants to do to a message that is there.
public sealed interface Change {
    /// Gives an own message another text.
    record Edit(String text) implements Change {
        @Override
        public String toString() {
            return "Edit[" + text.length() + " chars]";
        }
    }

    /// Takes a message back for everyone: an own one, or as admin of a group somebody's.
    record Revoke() implements Change {}

    /// Reacts; an empty emoji removes the reaction.
    record React(String emoji) implements Change {}

    /// Votes in a poll; no options take the vote back.
    record Vote(List<String> options) implements Change {
        public Vote {
            options = List.copyOf(options);
        }

        @Override
        public String toString() {
            return "Vote[" + options.size() + "]";
        }
    }

    /// Answers an event.
    record Rsvp(Content.Attendance attendance) implements Change {}

    /// Pins it for everyone in its chat, so long; empty = unpins it.
    record Pin(Optional<Duration> lasting) implements Change {}

    /// Keeps a disappearing message, or lets it go.
    record Keep(boolean kept) implements Change {}
}
