// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import java.time.Instant;

/// A pairing code on display.
public record CodeOffer(String code, Instant expires) {
    @Override
    public String toString() {
        return "CodeOffer[" + expires + "]";
    }
}
