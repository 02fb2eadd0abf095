// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;

/// A finished, encrypted stanza on its way to the server.
///
/// @param sequence place in the order of sending, unique for the device and increasing
/// @param id the stanza's id
/// @param to where it goes, as in the stanza
/// @param purpose what it is for
/// @param bytes the encoded node, ready for the transport cipher
public record OutgoingStanza(long sequence, String id, Jid to, Purpose purpose, Bytes bytes) {

    /// What a stanza is for.
    public enum Purpose {
        /// The owner's message: its acknowledgement is an event.
        MESSAGE,
        /// Another copy for one device that could not decrypt.
        RESEND,
        /// A message to the own phone.
        PEER
    }

    @Override
    public String toString() {
        return "OutgoingStanza[" + sequence + " " + id + " " + purpose + "]";
    }
}
