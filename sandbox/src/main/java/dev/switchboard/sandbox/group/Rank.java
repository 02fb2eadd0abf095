// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import java.util.Optional;

/// What a member may do.
public enum Rank {
    /// May write and, unless the group is locked, change what it says about itself.
    MEMBER(""),
    /// May change everything.
    ADMIN("admin"),
    /// Has made the group, and cannot be removed.
    SUPERADMIN("superadmin");

    private final String wireName;

    Rank(String wireName) {
        this.wireName = wireName;
    }

    /// The `type` of a participant, left out for a mere member.
    Optional<String> wireName() {
        return wireName.isEmpty() ? Optional.empty() : Optional.of(wireName);
    }

    /// Whether it is more than a mere member's.
    public boolean isAdmin() {
        return this != MEMBER;
    }
}
