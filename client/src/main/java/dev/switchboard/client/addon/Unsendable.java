// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.addon;

import dev.switchboard.client.message.SendFailure;

/// A content that cannot be sent, for a reason that the owner is told.
public final class Unsendable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SendFailure.Kind kind;

    public Unsendable(SendFailure.Kind kind) {
        super(kind.code(), null, false, false);
        this.kind = kind;
    }

    public SendFailure.Kind kind() {
        return kind;
    }
}
