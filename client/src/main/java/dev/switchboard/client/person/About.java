// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.person;

import java.time.Instant;
import java.util.Optional;

/// A person's about text.
///
/// @param text empty where it is hidden
/// @param since when it was set, where told
/// @param hidden whether it is not shown to this account
public record About(String text, Optional<Instant> since, boolean hidden) {

    /// One of which nothing is told.
    public static final About HIDDEN = new About("", Optional.empty(), true);

    @Override
    public String toString() {
        return "About[" + text.length() + " chars]";
    }
}
