// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

/// What a caller wants to do to a message that is there.
public sealed interface Change {
    /// Gives an own message another text.
    record Edit(String text) implements Change {
        @Override
        public String toString() {
            return "Edit[" + text.length() + " chars]";
        }
    }

    /// Takes an own message back for everyone.
    record Revoke() implements Change {}

    /// Reacts; an empty emoji removes the reaction.
    record React(String emoji) implements Change {}
}
