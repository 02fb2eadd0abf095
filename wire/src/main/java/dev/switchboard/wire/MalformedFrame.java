// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// The byte stream is not a sequence of frames, or the intro is wrong.
public final class MalformedFrame extends WireException {

    private static final long serialVersionUID = 1L;

    /// A fault described without quoting the input.
    public MalformedFrame(String message) {
        this(message, null);
    }

    /// A fault caused by another.
    public MalformedFrame(String message, @Nullable Throwable cause) {
        super("malformed-frame", Recovery.RECONNECT, message, cause);
    }
}
