// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// A chat or person with the addresses that came with it.
public record Party(Jid jid, Optional<Jid> pn, Optional<Jid> lid) {
    public static Party of(Jid jid) {
        return new Party(
                jid.bare(),
                jid.isPn() ? Optional.of(jid.bare()) : Optional.empty(),
                jid.isLid() ? Optional.of(jid.bare()) : Optional.empty());
    }

    @Override
    public String toString() {
        return "Party[" + jid.server() + "]";
    }
}
