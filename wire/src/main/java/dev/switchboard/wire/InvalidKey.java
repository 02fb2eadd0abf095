// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// Bytes that cannot be a key: wrong length, wrong type prefix, or a point of small order.
public final class InvalidKey extends WireException {

    private static final long serialVersionUID = 1L;

    /// A fault described without quoting the input.
    public InvalidKey(String message) {
        this(message, null);
    }

    /// A fault caused by another.
    public InvalidKey(String message, @Nullable Throwable cause) {
        super("invalid-key", Recovery.NONE, message, cause);
    }
}
