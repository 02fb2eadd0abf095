// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import java.time.Instant;

/// Linking that the network guards with a passkey of the account.
public sealed interface PasskeyEvent extends ClientEvent.Topic {

    @Override
    default boolean momentary() {
        return true;
    }

    /// The account's passkey has to sign a challenge before the device is linked.
    ///
    /// @param options JSON as a browser's `navigator.credentials.get` takes it in `publicKey`, binary values as
    /// unpadded base64url
    record ChallengeOffered(String options, Instant expires) implements PasskeyEvent {
        @Override
        public String toString() {
            return "ChallengeOffered[" + expires + "]";
        }
    }

    /// Phone and companion show a code, which a person compares.
    ///
    /// @param code as `XXXX-XXXX`
    /// @param mustBeCompared whether linking waits for a word that they agree; else it goes on by itself
    record CodeShown(String code, boolean mustBeCompared, Instant expires) implements PasskeyEvent {
        @Override
        public String toString() {
            return "CodeShown[" + expires + "]";
        }
    }

    /// Linking by passkey broke off; QR code and link code still work.
    ///
    /// @param reason a stable code
    record Failed(String reason) implements PasskeyEvent {}
}
