// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// Stored state, such as a Signal session, that cannot be read back: damaged, or written by a newer version.
public final class MalformedRecord extends WireException {

    private static final long serialVersionUID = 1L;

    /// A fault described without quoting the input.
    public MalformedRecord(String message) {
        this(message, null);
    }

    /// A fault caused by another.
    public MalformedRecord(String message, @Nullable Throwable cause) {
        super("malformed-record", Recovery.NONE, message, cause);
    }
}
