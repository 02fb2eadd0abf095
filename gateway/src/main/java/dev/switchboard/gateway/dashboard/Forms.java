// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;

/// Fields of forms as values.
final class Forms {
    private Forms() {}

    static long number(String text, String field) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field " + field + " is not a number.")
                    .refusal();
        }
    }
}
