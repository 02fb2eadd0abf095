// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.person;

import dev.switchboard.client.event.Party;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a business tells about itself.
///
/// @param business who it is
/// @param description what it does
/// @param address where it is
/// @param email how to write to it elsewhere
/// @param websites its pages
/// @param categories names by id
/// @param timeZone of its hours
/// @param hours when it is open
public record BusinessProfile(
        Party business,
        Optional<String> description,
        Optional<String> address,
        Optional<String> email,
        List<String> websites,
        Map<String, String> categories,
        Optional<String> timeZone,
        List<Hours> hours) {

    public BusinessProfile {
        websites = List.copyOf(websites);
        categories = Map.copyOf(categories);
        hours = List.copyOf(hours);
    }

    /// The hours of a day.
    ///
    /// @param day as the network names it: `mon` and so on
    /// @param mode `specific_hours`, `open_24h` or `appointment_only`
    /// @param open minutes after midnight, where there are specific hours
    /// @param close minutes after midnight, where there are specific hours
    public record Hours(String day, String mode, Optional<Integer> open, Optional<Integer> close) {}
}
