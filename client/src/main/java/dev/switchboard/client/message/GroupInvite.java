// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/// An invitation to a group, good for the one it is sent to.
///
/// @param group the group
/// @param code the code that came with the refusal to add them directly
/// @param expires until when it can be taken
/// @param groupName what the group is called
/// @param caption a word with it
/// @param thumbnail a small JPEG of the group's picture
public record GroupInvite(
        Jid group,
        String code,
        Instant expires,
        String groupName,
        Optional<String> caption,
        Optional<Bytes> thumbnail) {
    @Override
    public String toString() {
        return "GroupInvite[" + expires + "]";
    }
}
