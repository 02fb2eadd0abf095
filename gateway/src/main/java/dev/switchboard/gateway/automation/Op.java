// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import java.util.List;

/// One instruction of a program: a definition's steps, with the nesting turned into jumps so that a run's place is one
/// number.
sealed interface Op {
    /// Where in the definition it comes from.
    String path();

    /// Carries out a step.
    ///
    /// @param failed where to go on when no answer came, or none that is good; -1 = nowhere in particular
    /// @param invalid where to go on after too many answers that do not fit; -1 = the end
    record Do(Step step, String path, int failed, int invalid) implements Op {}

    /// Goes on after it if the conditions hold, else elsewhere.
    record Test(List<Condition> when, String path, int otherwise) implements Op {
        public Test {
            when = List.copyOf(when);
        }
    }

    /// Goes on after it if this option was chosen, else elsewhere.
    record Chosen(String key, String path, int otherwise) implements Op {}

    /// Goes on elsewhere.
    record Jump(int to, String path) implements Op {}
}
