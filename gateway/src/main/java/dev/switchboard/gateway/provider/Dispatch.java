// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A message to be sent. Handing over the same id twice never makes two messages.
///
/// @param id the final id
/// @param to the chat
/// @param content what it says
/// @param context what goes with it
public record Dispatch(String id, Jid to, Content content, Context context) {
    public Dispatch(String id, Jid to, Content content) {
        this(id, to, content, Context.NONE);
    }

    /// What goes with a message.
    ///
    /// @param replyTo the message it replies to
    /// @param mentions who is named in it
    /// @param mentionAll whether everybody in the group is
    /// @param forwards how often it was forwarded
    /// @param lifetime how long after reading it disappears
    /// @param audience who a status post is for; empty = as the account's privacy says
    /// @param album the head of the album it is a part of
    public record Context(
            Optional<Target> replyTo,
            List<Jid> mentions,
            boolean mentionAll,
            int forwards,
            Optional<Duration> lifetime,
            List<Jid> audience,
            Optional<String> album) {
        /// Nothing goes with it.
        public static final Context NONE =
                new Context(Optional.empty(), List.of(), false, 0, Optional.empty(), List.of(), Optional.empty());

        public Context {
            mentions = List.copyOf(mentions);
            audience = List.copyOf(audience);
        }

        /// Only a message that is replied to.
        public static Context replying(Optional<Target> replyTo) {
            return new Context(replyTo, List.of(), false, 0, Optional.empty(), List.of(), Optional.empty());
        }

        @Override
        public String toString() {
            return "Context[]";
        }
    }
}
