// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.wire.jid.Jid;
import java.time.Instant;

/// An invitation for one person, as it comes in an invitation message.
///
/// @param admin who invites
public record GroupInvitation(Jid group, Jid admin, String code, Instant expires) {
    @Override
    public String toString() {
        return "GroupInvitation[" + expires + "]";
    }
}
