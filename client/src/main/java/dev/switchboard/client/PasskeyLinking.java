// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.link.PasskeyAssertion;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.Reply;

/// Linking of an account that guards it by a passkey: the challenge is in
/// [dev.switchboard.client.link.LinkState.AwaitingPasskey] and in the events. Thread-safe.
public final class PasskeyLinking {

    private final CompanionWorker worker;

    PasskeyLinking(CompanionWorker worker) {
        this.worker = worker;
    }

    /// Answers the challenge with what an authenticator signed.
    public Reply<Answer<Done>> answer(PasskeyAssertion assertion) {
        return worker.askUnlinked(then -> worker.departments().passkeys().answer(assertion, then));
    }

    /// Says that the code shown here and the one on the phone agree.
    public Reply<Answer<Done>> confirm() {
        return worker.askUnlinked(then -> worker.departments().passkeys().confirm(then));
    }
}
