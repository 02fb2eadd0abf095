// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;

/// Finds the session a request names, among those of its caller's tenant; others are as unknown as those that do not
/// exist.
public final class SessionLookup {
    private SessionLookup() {}

    public static Session find(Sessions sessions, Caller caller, String id) {
        return sessions.find(caller.tenant(), id)
                .filter(_ -> caller.sees(id))
                .orElseThrow(() -> Problem.of(ProblemKind.SESSION_NOT_FOUND, "You have no session with this id.")
                        .withAdvice("GET /api/v1/sessions lists the sessions there are.")
                        .refusal());
    }
}
