// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.session.Session;

/// The states by which the single dialect calls a link.
public final class SingleWords {
    private SingleWords() {}

    /// That there is no QR code to show: none is needed once the session is linked, so that asking again is of no use.
    public static RuntimeException noQr(Session session) {
        return CompanyError.of(
                        ErrorClass.QR_CODE_ERROR,
                        session.linked() ? "The session is linked already" : "QR code not available")
                .with(
                        "advice",
                        session.linked()
                                ? "Nothing needs to be scanned."
                                : "POST /api/whatsapp/reconnect, then ask again.")
                .retryable(!session.linked())
                .refusal();
    }

    /// The state of the default session, as the single dialect calls it.
    ///
    /// @param most how many tries there may be before it is said that there were too many
    public static String state(Session session, SessionWatch.Reading reading, int most) {
        return switch (session.status().state()) {
            case CREATED, DISCONNECTED -> "disconnected";
            case CONNECTING -> "loading";
            case AWAITING_SCAN, AWAITING_CODE, AWAITING_PASSKEY -> "qr_ready";
            case PAIRING -> "authenticated";
            case CONNECTED -> "ready";
            case RECONNECTING -> reading.reconnectAttempts() > most ? "max_reconnect_exceeded" : "reconnecting";
            case LOGGED_OUT -> session.status().cause().equals("logged-out-here") ? "disconnected" : "auth_failure";
            case RESTRICTED -> "error";
            case FAILED -> session.status().cause().equals("refused") ? "auth_failure" : "error";
        };
    }
}
