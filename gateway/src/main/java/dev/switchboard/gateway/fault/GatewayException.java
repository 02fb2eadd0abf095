// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.fault;

import org.jspecify.annotations.Nullable;

/// Something in the gateway failed that no request could foresee. Messages never hold secrets, texts or numbers.
public abstract sealed class GatewayException extends RuntimeException
        permits StorageFailed, FenceLost, SecretsUnreadable, ConfigurationRefused, GatewayStopping, BackupRefused {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final Recovery recovery;

    GatewayException(String code, Recovery recovery, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.recovery = recovery;
    }

    /// The stable name of this fault, such as `storage_failed`.
    public final String code() {
        return code;
    }

    /// What may help.
    public final Recovery recovery() {
        return recovery;
    }
}
