// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

/// A phone of the simulated network that can be asked to scan a QR code, where there is such a network, as in the demo.
@FunctionalInterface
public interface SandboxPhone {
    /// Scans.
    ///
    /// @param qr the text inside the code
    Scan scan(String qr);

    /// How it went.
    sealed interface Scan {
        /// The phone took the code; the session will be linked in a moment.
        ///
        /// @param phone its number
        record Taken(String phone) implements Scan {}

        /// It did not.
        ///
        /// @param reason in a sentence
        record Refused(String reason) implements Scan {}
    }
}
