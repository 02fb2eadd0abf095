// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.accounts;

import dev.switchboard.gateway.session.Account;
import dev.switchboard.gateway.session.Session;
import java.util.Objects;
import java.util.Optional;

/// How the accounts dialect says things.
final class AccountWords {
    static final String CONNECTING = "Connecting";
    static final String DISCONNECTED = "Disconnected";

    private AccountWords() {}

    static String status(Session session) {
        return switch (session.status().state()) {
            case CREATED, CONNECTING, AWAITING_SCAN, AWAITING_CODE, AWAITING_PASSKEY, PAIRING -> CONNECTING;
            case CONNECTED -> "Connected";
            case RECONNECTING -> "Reconnecting";
            case DISCONNECTED, LOGGED_OUT -> DISCONNECTED;
            case RESTRICTED, FAILED -> "Failed";
        };
    }

    /// Healthy under 70 % of the daily limit, Critical over 90 % or where the connection is in trouble.
    ///
    /// @param tooManyTries whether it did not come back after all the tries
    static String health(Session session, double usagePercent, boolean tooManyTries) {
        boolean trouble = switch (session.status().state()) {
            case RESTRICTED, FAILED -> true;
            case LOGGED_OUT -> !session.status().cause().equals("logged-out-here");
            case RECONNECTING -> tooManyTries;
            case CREATED,
                    CONNECTING,
                    AWAITING_SCAN,
                    AWAITING_CODE,
                    AWAITING_PASSKEY,
                    PAIRING,
                    CONNECTED,
                    DISCONNECTED -> false;
        };
        if (trouble || usagePercent > 90) {
            return "Critical";
        }
        return usagePercent < 70 ? "Healthy" : "Warning";
    }

    /// Who the account is on the network; texts that are empty while none is linked.
    record Wid(String user, String server) {
        @Override
        public String toString() {
            return "Wid[]";
        }
    }

    record ClientInfo(Wid wid, String pushname) {
        static ClientInfo of(Session session) {
            Optional<Account> account = session.account().filter(_ -> session.linked());
            return new ClientInfo(
                    new Wid(account.map(Account::phone).orElse(""), "c.us"),
                    account.map(known -> Objects.requireNonNullElse(known.name(), known.phone()))
                            .orElse(""));
        }

        @Override
        public String toString() {
            return "ClientInfo[]";
        }
    }
}
