// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import java.time.Duration;
import java.util.Optional;

/// How one attempt went.
///
/// @param status of the answer, if there was one
/// @param reason why it failed; empty if it did not
/// @param millis that it took
/// @param retryAfter how long the receiver asked to be left alone
record Outcome(Optional<Integer> status, String reason, long millis, Optional<Duration> retryAfter) {
    /// By the Standard Webhooks convention: the receiver wants no more, ever.
    private static final int GONE = 410;

    boolean good() {
        return reason.isEmpty();
    }

    boolean gone() {
        return status.filter(code -> code == GONE).isPresent();
    }
}
