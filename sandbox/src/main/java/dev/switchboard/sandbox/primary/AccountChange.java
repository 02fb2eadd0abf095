// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import java.util.Map;
import java.util.Optional;

/// What an operator changes about an account; what is left open stays.
///
/// @param scenario flags by name, see the push names that carry them
/// @param addressBook whether it has all others in its address book
/// @param business its verified name as a business, empty text for a person
/// @param removeSalt whether it loses the salt from which it makes tokens
public record AccountChange(
        Map<String, Boolean> scenario, Optional<Boolean> addressBook, Optional<String> business, boolean removeSalt) {

    /// The loss of the salt.
    public static final AccountChange SALT_REMOVED =
            new AccountChange(Map.of(), Optional.empty(), Optional.empty(), true);

    /// Keeps its own copy of the flags.
    public AccountChange {
        scenario = Map.copyOf(scenario);
    }
}
