// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a credential entitles to, within its tenant; each may what the next one may.
public enum Role {
    OWNER,
    ADMIN,
    AGENT,
    VIEWER;

    /// What it may do.
    public Set<Permission> permissions() {
        return switch (this) {
            case OWNER -> EnumSet.allOf(Permission.class);
            case ADMIN -> EnumSet.complementOf(EnumSet.of(Permission.TENANT));
            case AGENT -> EnumSet.of(Permission.READ, Permission.SEND);
            case VIEWER -> EnumSet.of(Permission.READ);
        };
    }

    /// Whether it may as much as the other one.
    boolean covers(Role other) {
        return compareTo(other) <= 0;
    }

    /// As it appears outside.
    public String text() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String text) {
        return Stream.of(values())
                .filter(role -> role.name().equalsIgnoreCase(text))
                .findFirst();
    }
}
