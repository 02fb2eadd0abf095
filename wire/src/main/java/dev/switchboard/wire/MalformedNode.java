// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// Bytes that are no binary node, or a node that lacks what its reader needs.
public final class MalformedNode extends WireException {

    private static final long serialVersionUID = 1L;

    /// A fault described without quoting the input.
    public MalformedNode(String message) {
        this(message, null);
    }

    /// A fault caused by another.
    public MalformedNode(String message, @Nullable Throwable cause) {
        super("malformed-node", Recovery.RECONNECT, message, cause);
    }
}
