// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// A text or binary address that is none.
public final class MalformedJid extends WireException {

    private static final long serialVersionUID = 1L;

    /// A fault described without quoting the input.
    public MalformedJid(String message) {
        this(message, null);
    }

    /// A fault caused by another.
    public MalformedJid(String message, @Nullable Throwable cause) {
        super("malformed-jid", Recovery.NONE, message, cause);
    }
}
