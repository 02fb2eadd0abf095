// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import java.time.Instant;

/// A QR code on display.
public record QrOffer(String text, Instant expires) {
    @Override
    public String toString() {
        return "QrOffer[" + expires + "]";
    }
}
