// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;
import java.util.Map;

/// What a phone knows of its account's dealings with strangers.
///
/// @param restricted whether strangers need a token to write to it
/// @param sendsSalted whether it may show strangers tokens made from its salt
/// @param nctSalt that salt, empty for none
/// @param saltByHistory whether companions get the salt with the history
/// @param saltBySyncd whether companions get the salt in app state
/// @param business its verified name, empty for a person
/// @param addressBook whether it has all others in its address book
/// @param scenario all flags of its scenario by name
public record PrivacyView(
        boolean restricted,
        boolean sendsSalted,
        Bytes nctSalt,
        boolean saltByHistory,
        boolean saltBySyncd,
        String business,
        boolean addressBook,
        Map<String, Boolean> scenario) {

    /// An account with nothing of all this.
    public static final PrivacyView NONE = new PrivacyView(false, false, Bytes.EMPTY, false, false, "", true, Map.of());
}
