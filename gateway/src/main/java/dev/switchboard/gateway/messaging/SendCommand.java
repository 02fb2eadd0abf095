// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// A text that a caller wants to be sent.
///
/// @param to the recipient
/// @param text what it says
/// @param replyTo the message it replies to
/// @param id the WhatsApp id it is to have; empty = one is minted
/// @param idempotencyKey repeats of the request with this key are answered like the first
public record SendCommand(
        Jid to, String text, Optional<String> replyTo, Optional<String> id, Optional<String> idempotencyKey) {
    @Override
    public String toString() {
        return "SendCommand[" + text.length() + " chars]";
    }
}
