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

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
