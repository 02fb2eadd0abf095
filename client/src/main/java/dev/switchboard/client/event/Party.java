// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// A chat or a person with the addresses known for it.
///
/// @param jid the canonical address without device: the LID of a person where known, else what the network used
/// @param pn a person's address by phone number, where known
/// @param lid a person's hidden address, where known
public record Party(Jid jid, Optional<Jid> pn, Optional<Jid> lid) {

    public Party {
        jid = jid.bare();
    }

    /// A group, list or channel.
    public static Party of(Jid jid) {
        return new Party(
                jid,
                jid.isPn() ? Optional.of(jid.bare()) : Optional.empty(),
                jid.isLid() ? Optional.of(jid.bare()) : Optional.empty());
    }

    /// A person by either or both addresses; the LID is the canonical one.
    public static Party person(Optional<Jid> pn, Optional<Jid> lid) {
        Jid canonical = lid.or(() -> pn)
                .orElseThrow(() -> new IllegalArgumentException("party: no address (expected: a number or a LID)"));
        return new Party(canonical, pn.map(Jid::bare), lid.map(Jid::bare));
    }

    @Override
    public String toString() {
        return "Party[" + jid.server() + "]";
    }
}
