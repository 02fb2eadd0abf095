// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import java.util.Locale;

/// What became of the file of a message.
public enum FileState {
    /// The phone has it, and it is the one that was announced.
    VERIFIED,
    /// It could not be fetched.
    MISSING,
    /// It was fetched and is not what was announced.
    DAMAGED;

    /// The name in the admin interface.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
