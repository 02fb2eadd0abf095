// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import java.util.Optional;

/// What a participant of a group may do.
public enum GroupRole {
    /// Writes and reads.
    MEMBER(Optional.empty()),
    /// Manages the group as well.
    ADMIN(Optional.of("admin")),
    /// Made the group and cannot be removed.
    SUPERADMIN(Optional.of("superadmin"));

    private final Optional<String> wireName;

    GroupRole(Optional<String> wireName) {
        this.wireName = wireName;
    }

    /// The type attribute; members have none.
    public Optional<String> wireName() {
        return wireName;
    }

    /// Whether the group may be managed.
    public boolean managesGroup() {
        return this != MEMBER;
    }

    /// The role behind a type attribute; whatever is not known is a plain member.
    public static GroupRole of(Optional<String> type) {
        return switch (type.orElse("")) {
            case "admin" -> ADMIN;
            case "superadmin" -> SUPERADMIN;
            default -> MEMBER;
        };
    }
}
