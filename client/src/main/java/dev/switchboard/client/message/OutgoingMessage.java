// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.wire.jid.Jid;

/// A message to be sent, with the id it will have on the network. The id is chosen by the owner before anything else
/// happens, so that a crash anywhere can be resumed: handing over the same id twice never makes two messages.
///
/// @param id unique within the account
/// @param to the chat, without device
/// @param content what it says
/// @param context what goes with it
public record OutgoingMessage(String id, Jid to, OutgoingContent content, OutgoingContext context) {

    public OutgoingMessage {
        to = to.bare();
        if (id.isEmpty() || id.length() > 128) {
            throw new IllegalArgumentException("message id: " + id.length() + " chars (expected: 1 to 128)");
        }
    }

    /// A message with nothing beside its content.
    public OutgoingMessage(String id, Jid to, OutgoingContent content) {
        this(id, to, content, OutgoingContext.NONE);
    }

    /// A plain text.
    public static OutgoingMessage text(String id, Jid to, String text) {
        return new OutgoingMessage(id, to, new OutgoingContent.Text(text));
    }
}
