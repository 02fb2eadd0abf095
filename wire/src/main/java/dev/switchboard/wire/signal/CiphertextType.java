// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import java.util.Optional;

/// The kinds of Signal ciphertext, by the `type` of the `enc` node that carries them.
public enum CiphertextType {
    /// A message that also opens a session: `pkmsg`.
    PREKEY("pkmsg"),
    /// A message in a session: `msg`.
    MESSAGE("msg"),
    /// A message to a group under a sender key: `skmsg`.
    SENDER_KEY("skmsg");

    private final String wireName;

    CiphertextType(String wireName) {
        this.wireName = wireName;
    }

    /// The text used in stanzas.
    public String wireName() {
        return wireName;
    }

    /// The kind of that name, if it is one.
    public static Optional<CiphertextType> of(String wireName) {
        for (CiphertextType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
