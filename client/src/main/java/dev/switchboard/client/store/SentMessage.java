// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;

/// A message the owner sent.
///
/// @param id its id
/// @param chat the chat it went to, as addressed
/// @param content the protobuf `Message` that was encrypted, without padding
/// @param at when it was finished
public record SentMessage(String id, Jid chat, Bytes content, Instant at) {
    @Override
    public String toString() {
        return "SentMessage[" + id + "]";
    }
}
