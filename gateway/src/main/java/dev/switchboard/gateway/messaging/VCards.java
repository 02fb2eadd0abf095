// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

/// Writes cards of people.
final class VCards {
    private VCards() {}

    /// A card with a name and a number that WhatsApp recognises.
    static String of(String name, String digits) {
        String escaped = name.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "")
                .replace(";", "\\;")
                .replace(",", "\\,");
        return String.join(
                "\n",
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:;" + escaped + ";;;",
                "FN:" + escaped,
                "TEL;type=CELL;type=VOICE;waid=" + digits + ":+" + digits,
                "END:VCARD");
    }
}
