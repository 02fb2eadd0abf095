// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// What the network knows of a phone number.
///
/// @param number the digits asked for
/// @param registered whether somebody uses it
/// @param pn their address by number
/// @param lid their hidden address, where told
public record NumberStatus(String number, boolean registered, Optional<Jid> pn, Optional<Jid> lid) {
    @Override
    public String toString() {
        return "NumberStatus[registered=" + registered + "]";
    }
}
