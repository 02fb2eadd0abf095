// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.SessionKey;
import java.time.Instant;
import java.util.Optional;

/// One linked account, or one that is yet to be linked.
///
/// @param key its names
/// @param label a name for people
/// @param status where its link stands
/// @param wanted whether it is meant to be connected, also after a restart
/// @param linked whether it has the keys of a linked device
/// @param account the account, once linked
/// @param fence the number of its present owner
/// @param createdAt when it was made
/// @param updatedAt when its state last changed
/// @param connectedAt when it was last connected
public record Session(
        SessionKey key,
        String label,
        LinkStatus status,
        boolean wanted,
        boolean linked,
        Optional<Account> account,
        long fence,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> connectedAt) {

    /// Whether a message for it can be taken: it is connected or will be by itself.
    public boolean takesMessages() {
        return linked
                && wanted
                && switch (status.state()) {
                    case CONNECTED, CONNECTING, RECONNECTING, PAIRING -> true;
                    case CREATED,
                            AWAITING_SCAN,
                            AWAITING_CODE,
                            AWAITING_PASSKEY,
                            DISCONNECTED,
                            LOGGED_OUT,
                            RESTRICTED,
                            FAILED -> false;
                };
    }

    LinkState state() {
        return status.state();
    }
}
