// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.newsletter;

import java.util.Locale;

/// What an account is to a newsletter.
public enum Role {
    /// Has made it, or was given it.
    OWNER,
    /// May post.
    ADMIN,
    /// Follows it.
    SUBSCRIBER,
    /// Only looks.
    GUEST;

    /// The word in queries, in lower case.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it may post and change what the newsletter says about itself.
    public boolean mayPost() {
        return this == OWNER || this == ADMIN;
    }
}
