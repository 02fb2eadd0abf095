// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.account.Account;
import java.time.Instant;

/// A link code that a client shows.
///
/// @param account the account it wants to be linked to
/// @param ref the ref of the exchange
/// @param until when the code ends
/// @param tries how often the phone has tried it
/// @param finishUntil when the client's answer to the last try is too late
record LinkCodeOffer(Account account, String ref, Instant until, int tries, Instant finishUntil) {

    LinkCodeOffer tried(Instant newFinishUntil) {
        return new LinkCodeOffer(account, ref, until, tries + 1, newFinishUntil);
    }
}
