// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import dev.switchboard.client.message.MessageRef;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.message.MessageKind;
import java.time.Instant;
import java.util.Optional;

/// A message of a chat: from somebody, from another device of this account, or out of the history.
///
/// @param id unique within the chat and direction
/// @param chat where it belongs
/// @param sender who wrote it (this account if `fromMe`)
/// @param senderDevice the number of the device it came from, 0 being the phone
/// @param fromMe whether this account wrote it
/// @param timestamp the server's time
/// @param pushName the name the sender gave themselves, where told
/// @param kind what it is
/// @param text its text or caption, if it has one
/// @param quoted the message it replies to
/// @param content the protobuf `Message` without wrappers; empty if it cannot be read
/// @param offline whether it waited on the server
/// @param body what it says
/// @param context what came with it beside that
public record IncomingMessage(
        String id,
        Party chat,
        Party sender,
        int senderDevice,
        boolean fromMe,
        Instant timestamp,
        Optional<String> pushName,
        MessageKind kind,
        Optional<String> text,
        Optional<MessageRef> quoted,
        Bytes content,
        boolean offline,
        IncomingContent body,
        IncomingContext context) {

    @Override
    public String toString() {
        return "IncomingMessage[" + id + " " + kind + "]";
    }
}
