// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.fault;

import org.jspecify.annotations.Nullable;

/// The database refused or could not do its work; nothing of the transaction was kept.
public final class StorageFailed extends GatewayException {
    private static final long serialVersionUID = 1L;

    public StorageFailed(String message, @Nullable Throwable cause) {
        super("storage_failed", Recovery.RETRY, message, cause);
    }
}
