// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Content;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A message that a caller wants to be sent.
///
/// @param to the recipient
/// @param content what it says; a file is one that the gateway's store has
/// @param options what goes with it
/// @param id the WhatsApp id it is to have; empty = one is minted
/// @param idempotencyKey repeats of the request with this key are answered like the first
/// @param plan when it is to be sent
public record SendCommand(
        Jid to, Content content, Options options, Optional<String> id, Optional<String> idempotencyKey, SendPlan plan) {

    /// A message to be sent as soon as it may.
    public SendCommand(Jid to, Content content, Options options, Optional<String> id, Optional<String> idempotencyKey) {
        this(to, content, options, id, idempotencyKey, SendPlan.WAITING);
    }

    /// A text.
    ///
    /// @param replyTo the message it replies to
    public SendCommand(
            Jid to, String text, Optional<String> replyTo, Optional<String> id, Optional<String> idempotencyKey) {
        this(to, new Content.Text(text), Options.replying(replyTo), id, idempotencyKey);
    }

    /// The same under an id and key of the caller's.
    public SendCommand named(Optional<String> ownId, Optional<String> key) {
        return new SendCommand(to, content, options, ownId, key, plan);
    }

    /// The same at another time.
    public SendCommand planned(SendPlan other) {
        return new SendCommand(to, content, options, id, idempotencyKey, other);
    }

    /// What goes with a message.
    ///
    /// @param replyTo the message it replies to
    /// @param mentions who is named in it
    /// @param mentionAll whether everybody in the group is
    /// @param forwards how often it was forwarded before
    /// @param lifetime how long after reading it disappears
    /// @param audience who a status post is for
    /// @param album the head of the album it is a part of
    public record Options(
            Optional<String> replyTo,
            List<Jid> mentions,
            boolean mentionAll,
            int forwards,
            Optional<Duration> lifetime,
            List<Jid> audience,
            Optional<String> album) {
        /// Nothing goes with it.
        public static final Options NONE = replying(Optional.empty());

        public Options {
            mentions = List.copyOf(mentions);
            audience = List.copyOf(audience);
        }

        /// Only a message that is replied to.
        public static Options replying(Optional<String> replyTo) {
            return new Options(replyTo, List.of(), false, 0, Optional.empty(), List.of(), Optional.empty());
        }

        /// For a status post to these.
        public static Options toAudience(List<Jid> audience) {
            return new Options(Optional.empty(), List.of(), false, 0, Optional.empty(), audience, Optional.empty());
        }

        @Override
        public String toString() {
            return "Options[]";
        }
    }

    @Override
    public String toString() {
        return "SendCommand[" + content.type() + "]";
    }
}
