// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import java.util.List;

/// A group that was made.
///
/// @param notAdded who could not be put into it, and why
public record CreatedGroup(Group group, List<MemberOutcome> notAdded) {
    public CreatedGroup {
        notAdded = List.copyOf(notAdded);
    }
}
