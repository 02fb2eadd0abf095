// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.sessions;

import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionProfile;

/// How the sessions dialect says things.
final class SessionWords {
    static final String CONNECTED = "connected";
    static final String DISCONNECTED = "disconnected";
    static final String CONNECTING = "connecting";

    private SessionWords() {}

    static String status(Session session) {
        return switch (session.status().state()) {
            case CREATED, CONNECTING, AWAITING_SCAN, AWAITING_CODE, AWAITING_PASSKEY, PAIRING, RECONNECTING ->
                CONNECTING;
            case CONNECTED -> CONNECTED;
            case DISCONNECTED, LOGGED_OUT, RESTRICTED, FAILED -> DISCONNECTED;
        };
    }

    /// The number that the caller labelled the session with, else the one of the linked account.
    static String phone(Session session, SessionProfile profile) {
        return profile.phone()
                .or(() -> session.account().filter(_ -> session.linked()).map(account -> "+" + account.phone()))
                .orElse("");
    }
}
