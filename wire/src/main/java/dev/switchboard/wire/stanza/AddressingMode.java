// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import java.util.Optional;

/// By which kind of address the users of a group or envelope are named.
public enum AddressingMode {
    /// Phone numbers.
    PN("pn"),
    /// Hidden ids.
    LID("lid");

    private final String wireName;

    AddressingMode(String wireName) {
        this.wireName = wireName;
    }

    /// The attribute's text.
    public String wireName() {
        return wireName;
    }

    /// The mode of that text, if it is a known one.
    public static Optional<AddressingMode> of(String text) {
        return switch (text) {
            case "pn" -> Optional.of(PN);
            case "lid" -> Optional.of(LID);
            default -> Optional.empty();
        };
    }
}
