// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.time.Duration;
import java.util.Optional;

/// How accounts are linked and looked after, where the dialects leave it to the operator.
///
/// @param pairingCode whether the company dialect links by pairing code unless told otherwise
/// @param companyPhone the number to link by a code where none is named
/// @param qrLife how long the accounts dialect shows QR codes of one attempt
/// @param codeLife how long a pairing code is shown at a time
/// @param providerName what the company dialect calls the way to WhatsApp
/// @param maxReconnects how many tries the single dialect counts before it says that there were too many
public record LinkingSettings(
        boolean pairingCode,
        Optional<String> companyPhone,
        Duration qrLife,
        Duration codeLife,
        String providerName,
        int maxReconnects) {

    public static final LinkingSettings STANDARD =
            new LinkingSettings(false, Optional.empty(), Duration.ofMinutes(2), Duration.ofSeconds(60), "baileys", 5);

    public LinkingSettings {
        if (!qrLife.isPositive() || !codeLife.isPositive() || maxReconnects < 1) {
            throw new IllegalArgumentException("linking: " + qrLife + ", " + codeLife + ", " + maxReconnects
                    + " (expected: more than nothing each)");
        }
    }

    @Override
    public String toString() {
        return "LinkingSettings[]";
    }
}
