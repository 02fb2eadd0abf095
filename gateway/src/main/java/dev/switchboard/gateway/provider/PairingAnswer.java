// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

/// How the request for a pairing code ended.
public sealed interface PairingAnswer {
    /// The code, as `XXXX-XXXX`.
    record Given(String code) implements PairingAnswer {
        @Override
        public String toString() {
            return "Given[redacted]";
        }
    }

    /// The network refused, with its number.
    record Refused(int number) implements PairingAnswer {}

    /// No answer came in time, or there was no connection.
    record NoAnswer() implements PairingAnswer {}
}
