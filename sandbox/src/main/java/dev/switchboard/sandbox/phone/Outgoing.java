// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import java.util.Optional;

/// What an operator lets a phone send.
public sealed interface Outgoing {

    /// A text.
    ///
    /// @param text what it says
    /// @param quote the id of the message it answers
    record Text(String text, Optional<String> quote) implements Outgoing {}

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
