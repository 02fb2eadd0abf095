// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import java.util.Locale;

/// The states a session's link can be in.
public enum LinkState {
    CREATED,
    CONNECTING,
    AWAITING_SCAN,
    AWAITING_CODE,
    AWAITING_PASSKEY,
    PAIRING,
    CONNECTED,
    RECONNECTING,
    DISCONNECTED,
    LOGGED_OUT,
    RESTRICTED,
    FAILED;

    /// As it appears outside.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static LinkState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /// Whether nothing happens until somebody asks for it.
    public boolean atRest() {
        return switch (this) {
            case CREATED, DISCONNECTED, LOGGED_OUT, FAILED -> true;
            case CONNECTING,
                    AWAITING_SCAN,
                    AWAITING_CODE,
                    AWAITING_PASSKEY,
                    PAIRING,
                    CONNECTED,
                    RECONNECTING,
                    RESTRICTED -> false;
        };
    }
}
