// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.client.event.Party;
import dev.switchboard.wire.stanza.GroupRole;
import java.util.Optional;

/// Somebody in a group.
///
/// @param displayName what the network shows of somebody whose number is hidden
public record GroupMember(Party person, GroupRole role, Optional<String> displayName) {}
