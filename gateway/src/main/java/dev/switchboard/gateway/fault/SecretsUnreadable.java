// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.fault;

import org.jspecify.annotations.Nullable;

/// Sealed data could not be opened: the master key is another one, or the data was changed or moved.
public final class SecretsUnreadable extends GatewayException {
    private static final long serialVersionUID = 1L;

    public SecretsUnreadable(String message, @Nullable Throwable cause) {
        super("secrets_unreadable", Recovery.OPERATOR, message, cause);
    }
}
