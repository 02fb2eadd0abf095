// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/// A message as it is kept.
///
/// @param ref its number inside; 0 before it is stored
/// @param chat the canonical address of its chat
/// @param id its WhatsApp id
/// @param sender who wrote it; empty if this account did
/// @param at the network's time of it, or when it was accepted
/// @param type what it is
/// @param text its text or caption
/// @param delivery how far it has come, if it is an own one
/// @param failure why it was not sent, or why it cannot be read
/// @param quotedId the message it replies to
/// @param editedAt when its text was last changed
/// @param revokedAt when it was taken back
record MessageRow(
        long ref,
        Jid chat,
        String id,
        Optional<Jid> sender,
        Instant at,
        String type,
        Optional<String> text,
        Optional<Delivery> delivery,
        Optional<String> failure,
        Optional<String> quotedId,
        Optional<Instant> editedAt,
        Optional<Instant> revokedAt) {

    /// A text that was just accepted.
    static MessageRow queued(Jid chat, String id, Instant at, SendCommand command) {
        return new MessageRow(
                0,
                chat,
                id,
                Optional.empty(),
                at,
                "text",
                Optional.of(command.text()),
                Optional.of(Delivery.QUEUED),
                Optional.empty(),
                command.replyTo(),
                Optional.empty(),
                Optional.empty());
    }

    boolean fromMe() {
        return sender.isEmpty();
    }

    @Override
    public String toString() {
        return "MessageRow[" + id + "]";
    }
}
