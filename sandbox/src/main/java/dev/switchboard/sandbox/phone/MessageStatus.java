// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import java.util.Locale;

/// How far a message has come, in this order and never back.
public enum MessageStatus {
    /// On its way to the server.
    PENDING,
    /// The server took it.
    SENT,
    /// A device of the other side has it.
    DELIVERED,
    /// It was seen.
    READ,
    /// It was heard or watched.
    PLAYED;

    /// The name in the admin interface.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The later of two.
    MessageStatus atLeast(MessageStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
