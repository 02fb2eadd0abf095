// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import java.util.List;

/// How much room sessions take up.
public final class Footprint {
    private static final List<String> SECRETS = List.of(
            "device_credentials",
            "signal_session",
            "pre_key",
            "sender_key",
            "sync_key",
            "outgoing_stanza",
            "sent_message",
            "undecrypted",
            "privacy_token");

    private final Database database;

    public Footprint(Database database) {
        this.database = database;
    }

    /// The bytes of a session's sealed values.
    public long secrets(long session) {
        return database.read(tx -> SECRETS.stream()
                .mapToLong(table -> tx.number(
                        "SELECT coalesce(sum(length(sealed)), 0) FROM " + table + " WHERE session_ref = ?", session))
                .sum());
    }
}
