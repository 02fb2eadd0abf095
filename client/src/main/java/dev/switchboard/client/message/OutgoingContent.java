// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Optional;

/// What a message says.
public sealed interface OutgoingContent {

    /// A text, possibly in reply to a message and naming people.
    record Text(String text, Optional<Quote> quote, List<Jid> mentions) implements OutgoingContent {
        public Text {
            mentions = List.copyOf(mentions);
            if (text.isEmpty()) {
                throw new IllegalArgumentException("text: empty (expected: some text)");
            }
        }

        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /// A new text for an own message.
    record Edit(MessageRef target, String text) implements OutgoingContent {
        @Override
        public String toString() {
            return "Edit[" + text.length() + " chars]";
        }
    }

    /// Takes a message back for everyone.
    record Revoke(MessageRef target) implements OutgoingContent {}

    /// A reaction; an empty emoji removes it.
    record Reaction(MessageRef target, String emoji) implements OutgoingContent {}

    /// Any content, as the bytes of a protobuf `Message`.
    record Raw(Bytes message) implements OutgoingContent {}
}
