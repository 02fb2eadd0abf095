// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.client.event.Party;
import java.time.Instant;
import java.util.Optional;

/// Somebody who waits for an admin's approval.
///
/// @param method how they asked: `invite_link`, `linked_group_join`, `non_admin_add`
/// @param proposedBy the member who proposed them
public record MembershipRequest(
        Party person, Optional<String> method, Optional<Party> proposedBy, Optional<Instant> at) {}
