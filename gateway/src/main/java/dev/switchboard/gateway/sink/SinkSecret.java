// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import org.jspecify.annotations.Nullable;

/// What a sink needs to prove who it is.
///
/// @param password of the user name, or a token where there is none
record SinkSecret(@Nullable String password) {
    static final SinkSecret NONE = new SinkSecret(null);

    /// The password, or an empty text.
    String orEmpty() {
        return password == null ? "" : password;
    }

    @Override
    public String toString() {
        return "SinkSecret[redacted]";
    }
}
