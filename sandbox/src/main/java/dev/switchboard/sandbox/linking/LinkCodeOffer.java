// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.wire.stanza.LinkCode;
import java.time.Instant;

/// A link code that a client shows.
///
/// @param phone the number it wants to be linked to; there need not be an account yet
/// @param ref the ref of the exchange
/// @param until when the code ends
/// @param tries how often the phone has tried it
/// @param finishUntil when the client's answer to the last try is too late
/// @param hello what the phone is told
record LinkCodeOffer(String phone, String ref, Instant until, int tries, Instant finishUntil, LinkCode hello) {

    LinkCodeOffer tried(Instant newFinishUntil) {
        return new LinkCodeOffer(phone, ref, until, tries + 1, newFinishUntil, hello);
    }
}
