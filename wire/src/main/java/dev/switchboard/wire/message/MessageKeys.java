// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.MessageKey;
import java.util.Optional;

/// References to messages.
public final class MessageKeys {

    private MessageKeys() {}

    /// A reference to a message of a chat with one person, or to an own one anywhere.
    public static MessageKey of(Jid chat, boolean fromMe, String id) {
        return MessageKey.newBuilder()
                .setRemoteJid(chat.toString())
                .setFromMe(fromMe)
                .setId(id)
                .build();
    }

    /// A reference to another member's message in a group.
    public static MessageKey of(Jid chat, boolean fromMe, String id, Jid participant) {
        return of(chat, fromMe, id).toBuilder()
                .setParticipant(participant.bare().toString())
                .build();
    }

    /// The chat of a reference, if it is an address.
    public static Optional<Jid> chat(MessageKey key) {
        return key.hasRemoteJid() ? jid(key.getRemoteJid()) : Optional.empty();
    }

    /// The author of a reference in a group, if it is an address.
    public static Optional<Jid> participant(MessageKey key) {
        return key.hasParticipant() ? jid(key.getParticipant()) : Optional.empty();
    }

    static Optional<Jid> jid(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Jid.parse(text));
        } catch (MalformedJid _) {
            return Optional.empty();
        }
    }
}
