// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.jid.Jid;

/// How the admin interface writes chats and people: digits for people, the full address for everything else.
final class ChatName {

    private static final String EXPECTED = "7 to 15 digits, or a JID such as 15550100001@s.whatsapp.net or 1234@g.us";

    private ChatName() {}

    /// Reads digits or an address.
    ///
    /// @param field the field's name, for the complaint
    static Jid parse(String field, String text) {
        if (isNumber(text)) {
            return Jid.pn(text);
        }
        Jid jid;
        try {
            jid = Jid.parse(text).normalized();
        } catch (MalformedJid _) {
            throw AdminRefusal.malformed(field + ": neither a number nor an address (expected: " + EXPECTED + ")");
        }
        if (jid.isServer() || text.indexOf('@') < 0) {
            throw AdminRefusal.malformed(field + ": no user in it (expected: " + EXPECTED + ")");
        }
        return jid;
    }

    /// Reads a number that must be digits only.
    static String parseNumber(String field, String text) {
        if (!isNumber(text)) {
            throw AdminRefusal.malformed(field + ": no phone number (expected: 7 to 15 digits)");
        }
        return text;
    }

    /// Writes an address.
    static String print(Jid jid) {
        return jid.isPn() ? jid.user() : jid.toString();
    }

    static boolean isNumber(String text) {
        return text.length() >= 7 && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
