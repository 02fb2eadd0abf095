// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import java.util.Optional;

/// The collections app state is divided into, in a good order to fetch them.
public enum AppStateCollection {
    /// The push name and other settings without which a client cannot start.
    CRITICAL_BLOCK("critical_block"),
    /// Contacts.
    CRITICAL_UNBLOCK_LOW("critical_unblock_low"),
    /// Mutes, stars and deletions.
    REGULAR_HIGH("regular_high"),
    /// Labels and quick replies.
    REGULAR("regular"),
    /// Pins, archived chats, read marks.
    REGULAR_LOW("regular_low");

    private final String wireName;

    AppStateCollection(String wireName) {
        this.wireName = wireName;
    }

    /// The name in stanzas and MACs.
    public String wireName() {
        return wireName;
    }

    /// The collection of that name, if it is a known one.
    public static Optional<AppStateCollection> of(String name) {
        for (AppStateCollection collection : values()) {
            if (collection.wireName.equals(name)) {
                return Optional.of(collection);
            }
        }
        return Optional.empty();
    }
}
