// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// Names one message of a chat.
///
/// @param chat the chat, without device
/// @param id the message's id
/// @param fromMe whether this account wrote it
/// @param author who wrote it, needed in groups for messages of others
public record MessageRef(Jid chat, String id, boolean fromMe, Optional<Jid> author) {

    public MessageRef {
        chat = chat.bare();
        if (id.isEmpty()) {
            throw new IllegalArgumentException("message id: empty (expected: some text)");
        }
    }

    /// A message in a chat with one person.
    public static MessageRef of(Jid chat, String id, boolean fromMe) {
        return new MessageRef(chat, id, fromMe, Optional.empty());
    }
}
