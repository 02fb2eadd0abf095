// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.person;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Who may see or do what, by the network's names.
public enum PrivacySetting {
    LAST_SEEN("last", Values.AUDIENCE),
    ONLINE("online", "all,match_last_seen"),
    PICTURE("profile", Values.AUDIENCE),
    ABOUT("status", Values.AUDIENCE),
    READ_RECEIPTS("readreceipts", "all,none"),
    GROUPS("groupadd", Values.AUDIENCE),
    CALLS("calladd", "all,known"),
    MESSAGES("messages", "all,contacts"),
    DEFENSE("defense", "on_standard,off"),
    STICKERS("stickers", Values.AUDIENCE);

    private final String wireName;
    private final String choices;

    PrivacySetting(String wireName, String choices) {
        this.wireName = wireName;
        this.choices = choices;
    }

    /// The category's name in stanzas.
    public String wireName() {
        return wireName;
    }

    /// The values it can have.
    public List<String> choices() {
        return List.of(choices.split(",", -1));
    }

    /// The setting of that name, if it is a known one.
    public static Optional<PrivacySetting> of(String wireName) {
        return Arrays.stream(values())
                .filter(setting -> setting.wireName.equals(wireName))
                .findFirst();
    }

    private static final class Values {
        static final String AUDIENCE = "all,contacts,contact_blacklist,contact_allowlist,none";

        private Values() {}
    }
}
