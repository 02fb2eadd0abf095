// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.fault;

import org.jspecify.annotations.Nullable;

/// A backup cannot be made, read or put back; the message says why. Nothing was changed.
public final class BackupRefused extends GatewayException {
    private static final long serialVersionUID = 1L;

    public BackupRefused(String message, @Nullable Throwable cause) {
        super("backup_refused", Recovery.OPERATOR, message, cause);
    }
}
