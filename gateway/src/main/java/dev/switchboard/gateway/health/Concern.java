// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import java.util.Optional;

/// Something about the installation that its operator may have to look after.
@FunctionalInterface
public interface Concern {
    /// What is wrong with it now; empty if nothing is.
    Optional<Warning> look();

    /// What is wrong.
    ///
    /// @param code tells it from others, in lower case
    /// @param detail what happened
    /// @param advice what to do
    record Warning(String code, String detail, String advice) {}
}
