// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.outbox.Governor;
import dev.switchboard.gateway.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// How a message or a change of one was taken.
public sealed interface Acceptance {
    /// It is durable and will be sent.
    ///
    /// @param id its final WhatsApp id
    /// @param message the message as it stands
    /// @param repeated whether it was accepted before, by an earlier request
    record Accepted(String id, MessageView message, boolean repeated) implements Acceptance {}

    /// The session cannot send and will not by itself.
    record NotConnected(Session session) implements Acceptance {}

    /// The tenant has sent what it may send in a day.
    ///
    /// @param most how many messages that is
    /// @param until when the next day begins
    record OverQuota(long most, Instant until) implements Acceptance {}

    /// The session has been given all the messages that it may send for now.
    ///
    /// @param reason the limit that is reached
    /// @param until when there is room again
    record Blocked(Governor.Reason reason, Instant until, Duration retryAfter) implements Acceptance {
        /// The limit for programs.
        public String code() {
            return reason.name().toLowerCase(Locale.ROOT);
        }

        /// The limit in words.
        public String words() {
            return switch (reason) {
                case GAP -> "a message just now";
                case MINUTE_LIMIT -> "the messages of a minute";
                case HOUR_LIMIT -> "the messages of an hour";
                case DAY_LIMIT -> "the messages of a day";
            };
        }
    }

    /// A time that was given is over.
    ///
    /// @param field the field that has it
    record TimeOver(String field, Instant now) implements Acceptance {}

    /// Another message has the id that was asked for.
    record IdTaken() implements Acceptance {}

    /// The idempotency key came with another request before.
    record KeyReused() implements Acceptance {}

    /// The message that is replied to, changed or reacted to is not known.
    record UnknownTarget() implements Acceptance {}

    /// The message is not one to which this can be done.
    record WrongKind() implements Acceptance {}

    /// Only own messages can be edited or taken back.
    record NotYours() implements Acceptance {}
}
