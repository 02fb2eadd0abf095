// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;

/// What concerns the whole installation is for those of its first tenant.
public final class FirstTenant {
    private FirstTenant() {}

    /// Whether the caller is of it.
    public static boolean has(Caller caller) {
        return caller.tenant().equals(Authenticator.FIRST_TENANT);
    }

    /// Lets nobody else pass.
    ///
    /// @throws Refusal for callers of another tenant
    public static void require(Caller caller) {
        if (!has(caller)) {
            throw Problem.of(ProblemKind.FORBIDDEN, "This is for the owner of the installation.")
                    .refusal();
        }
    }
}
