// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

import java.time.Instant;
import java.util.List;

/// What can happen to a link.
public sealed interface LinkInput {

    /// The owner wants it up.
    ///
    /// @param linked whether there is an account to log in with
    record Start(boolean linked) implements LinkInput {}

    /// The owner wants it down.
    record Stop() implements LinkInput {}

    /// The owner has unlinked the device, or given up waiting for the server to confirm it.
    record Unlinked() implements LinkInput {}

    /// The server offers references for QR codes.
    record RefsOffered(List<String> refs) implements LinkInput {
        public RefsOffered {
            refs = List.copyOf(refs);
        }
    }

    /// A link code is on display until then.
    record CodeOffered(Instant expires) implements LinkInput {}

    /// Linking by passkey has come to this step, which has to be done until then.
    record PasskeyStepped(LinkState.PasskeyStep step, Instant expires) implements LinkInput {}

    /// The code was typed on the phone.
    record PhoneAnswered() implements LinkInput {}

    /// The phone's proof was good and the account is stored.
    record AccountStored() implements LinkInput {}

    /// Logged in and active.
    record Ready() implements LinkInput {}

    /// The connection ended or could not be made.
    record Ended(EndCause cause) implements LinkInput {}

    /// The timer of the state ran out.
    record TimerFired() implements LinkInput {}
}
