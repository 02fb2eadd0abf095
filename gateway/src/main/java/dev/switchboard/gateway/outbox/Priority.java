// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import java.util.Locale;
import java.util.Optional;

/// What goes first among messages that wait. Within a chat the order never changes: a message takes those before it
/// along.
public enum Priority {
    LOW(-1),
    NORMAL(0),
    HIGH(1);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /// As it is kept.
    int rank() {
        return rank;
    }

    /// As it appears outside.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Priority of(long rank) {
        return rank < 0 ? LOW : rank > 0 ? HIGH : NORMAL;
    }

    /// The one of this name, if there is one.
    public static Optional<Priority> of(String text) {
        return switch (text) {
            case "low" -> Optional.of(LOW);
            case "normal" -> Optional.of(NORMAL);
            case "high" -> Optional.of(HIGH);
            default -> Optional.empty();
        };
    }
}
