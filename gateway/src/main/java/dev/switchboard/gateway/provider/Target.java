// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// A message that another one is about.
///
/// @param id its id
/// @param fromMe whether this account wrote it
/// @param author who wrote it
/// @param text its text, where known, to be shown in a reply
public record Target(String id, boolean fromMe, Optional<Jid> author, Optional<String> text) {
    @Override
    public String toString() {
        return "Target[" + id + "]";
    }
}
