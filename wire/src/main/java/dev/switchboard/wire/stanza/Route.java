// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Optional;

/// The addresses of a receipt or acknowledgement. A client's own has `to`, one from the server has `from`.
///
/// @param to where it goes
/// @param from whence it comes
/// @param participant the member of a group or list
/// @param recipient the chat, in what concerns own messages
public record Route(Optional<Jid> to, Optional<Jid> from, Optional<Jid> participant, Optional<Jid> recipient) {

    /// A route to an address.
    public static Route to(Jid to) {
        return new Route(Optional.of(to), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// A route from an address.
    public static Route from(Jid from) {
        return new Route(Optional.empty(), Optional.of(from), Optional.empty(), Optional.empty());
    }

    /// The same with a member of a group or list.
    public Route withParticipant(Optional<Jid> newParticipant) {
        return new Route(to, from, newParticipant, recipient);
    }

    /// The same with a chat.
    public Route withRecipient(Optional<Jid> newRecipient) {
        return new Route(to, from, participant, newRecipient);
    }

    /// The way back to where a stanza came from, with the same participant and recipient.
    public static Route backTo(Node stanza) {
        return new Route(stanza.jid("from"), Optional.empty(), stanza.jid("participant"), stanza.jid("recipient"));
    }

    /// Reads the address attributes of a stanza.
    public static Route of(Node node) {
        return new Route(node.jid("to"), node.jid("from"), node.jid("participant"), node.jid("recipient"));
    }

    void writeTo(NodeBuilder node) {
        node.jidIfPresent("to", to)
                .jidIfPresent("from", from)
                .jidIfPresent("participant", participant)
                .jidIfPresent("recipient", recipient);
    }
}
