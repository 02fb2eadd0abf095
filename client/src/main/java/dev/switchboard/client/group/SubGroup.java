// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/// A group named as part of a community.
///
/// @param announcements whether it is the announcement group
public record SubGroup(Jid jid, String subject, Optional<Instant> subjectSet, boolean announcements) {
    @Override
    public String toString() {
        return "SubGroup[announcements=" + announcements + "]";
    }
}
