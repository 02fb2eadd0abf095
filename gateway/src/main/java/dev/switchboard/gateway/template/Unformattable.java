// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

/// A value that a formatter can make nothing of. The value itself is not told, as it may be about a person.
final class Unformattable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String expected;

    Unformattable(String formatter, String expected) {
        super(formatter, null, false, false);
        this.expected = expected;
    }

    /// What the formatter could have made something of.
    String expected() {
        return expected;
    }
}
