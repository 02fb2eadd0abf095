// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// A decrypted message body with bad padding, bad protobuf or impossible content.
public final class MalformedMessage extends WireException {

    private static final long serialVersionUID = 1L;

    /// A fault described without quoting the input.
    public MalformedMessage(String message) {
        this(message, null);
    }

    /// A fault caused by another.
    public MalformedMessage(String message, @Nullable Throwable cause) {
        super("malformed-message", Recovery.RETRY, message, cause);
    }
}
