// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// Reads whom a message is for.
public final class Recipient {
    /// The forms, for people.
    public static final String FORMS = AnyAddress.FORMS;

    private Recipient() {}

    /// The address of a person; empty if the text is none.
    public static Optional<Jid> parse(String text) {
        return AnyAddress.parse(text);
    }

    /// The address of a chat that may already exist: also groups and lists.
    public static Optional<Jid> parseChat(String text) {
        return AnyAddress.parseChat(text);
    }

    /// The address of a chat that messages can be sent to: a person, a group or a channel.
    public static Optional<Jid> parseSendable(String text) {
        return AnyAddress.parseSendable(text);
    }
}
