// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/// The account a companion is linked to.
///
/// @param pn own address by number, with the device's number
/// @param lid own hidden address, with the device's number
/// @param platform the phone's platform as the server names it
/// @param pushName the name the account gave itself, once known
/// @param businessName the name of a business account
/// @param linkedAt when it was linked
public record LinkedAccount(
        Jid pn, Jid lid, String platform, Optional<String> pushName, Optional<String> businessName, Instant linkedAt) {
    @Override
    public String toString() {
        return "LinkedAccount[device " + pn.device() + "]";
    }
}
