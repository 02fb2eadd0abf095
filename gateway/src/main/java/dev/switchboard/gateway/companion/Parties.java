// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.message.MessageRef;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Optional;

/// People and messages, from the client's words into the gateway's and back.
final class Parties {
    private Parties() {}

    static Party of(dev.switchboard.client.event.Party party) {
        return new Party(party.jid(), party.pn(), party.lid());
    }

    static List<Party> of(List<dev.switchboard.client.event.Party> parties) {
        return parties.stream().map(Parties::of).toList();
    }

    static Target target(MessageRef ref) {
        return new Target(ref.id(), ref.fromMe(), ref.author(), Optional.empty());
    }

    static MessageRef ref(Jid chat, Target target) {
        return new MessageRef(chat, target.id(), target.fromMe(), target.author());
    }
}
