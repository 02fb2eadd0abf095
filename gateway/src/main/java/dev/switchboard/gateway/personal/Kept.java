// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.personal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be kept for a time of its own.
public enum Kept {
    MESSAGES,
    MEDIA,
    EVENTS,
    DELIVERIES,
    AUDIT_MESSAGE,
    AUDIT_ACCESS,
    AUDIT_SYSTEM,
    AUDIT_CONNECTION;

    /// As it appears outside.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Kept> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
}
