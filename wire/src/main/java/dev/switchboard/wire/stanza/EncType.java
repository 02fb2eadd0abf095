// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import java.util.Optional;

/// The cipher of an `<enc>` node.
public enum EncType {
    /// A pairwise message in an established session.
    MESSAGE("msg"),
    /// A pairwise message that opens a session.
    PRE_KEY_MESSAGE("pkmsg"),
    /// A message under the sender's group key.
    SENDER_KEY_MESSAGE("skmsg"),
    /// A message under the secret of another message, from a bot.
    MESSAGE_SECRET("msmsg");

    private final String wireName;

    EncType(String wireName) {
        this.wireName = wireName;
    }

    /// The attribute's text.
    public String wireName() {
        return wireName;
    }

    /// Whether the message is from one device to one device.
    public boolean isPairwise() {
        return this == MESSAGE || this == PRE_KEY_MESSAGE;
    }

    /// The type of that text, if it is a known one.
    public static Optional<EncType> of(String text) {
        return switch (text) {
            case "msg" -> Optional.of(MESSAGE);
            case "pkmsg" -> Optional.of(PRE_KEY_MESSAGE);
            case "skmsg" -> Optional.of(SENDER_KEY_MESSAGE);
            case "msmsg" -> Optional.of(MESSAGE_SECRET);
            default -> Optional.empty();
        };
    }
}
