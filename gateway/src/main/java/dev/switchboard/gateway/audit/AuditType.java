// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import java.util.Locale;

/// The four kinds of audit entries.
public enum AuditType {
    MESSAGE,
    ACCESS,
    SYSTEM,
    CONNECTION;

    /// As it appears outside.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The one that appears so.
    public static AuditType of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
