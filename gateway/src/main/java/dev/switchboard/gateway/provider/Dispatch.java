// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// A message to be sent. Handing over the same id twice never makes two messages.
///
/// @param id the final id
/// @param to the chat
/// @param content what it says
public record Dispatch(String id, Jid to, Content content) {

    /// What a message says.
    public sealed interface Content {
        /// A text, possibly in reply to a message.
        record Text(String text, Optional<Target> replyTo) implements Content {
            @Override
            public String toString() {
                return "Text[" + text.length() + " chars]";
            }
        }

        /// A new text for an own message.
        record Edit(Target target, String text) implements Content {
            @Override
            public String toString() {
                return "Edit[" + text.length() + " chars]";
            }
        }

        /// Takes a message back for everyone.
        record Revoke(Target target) implements Content {}

        /// A reaction; an empty emoji removes it.
        record Reaction(Target target, String emoji) implements Content {}
    }

    /// A message that another one is about.
    ///
    /// @param id its id
    /// @param fromMe whether this account wrote it
    /// @param author who wrote it
    /// @param text its text, where known, to be shown in a reply
    public record Target(String id, boolean fromMe, Optional<Jid> author, Optional<String> text) {
        @Override
        public String toString() {
            return "Target[" + id + "]";
        }
    }
}
