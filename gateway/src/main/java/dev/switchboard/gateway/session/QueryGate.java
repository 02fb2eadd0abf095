// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.SessionKey;

/// What every question to the network has to pass.
@FunctionalInterface
public interface QueryGate {
    /// Lets everything pass.
    QueryGate OPEN = _ -> {};

    /// Counts a question.
    ///
    /// @throws Refusal if the session has asked too much for now
    void pass(SessionKey session);
}
