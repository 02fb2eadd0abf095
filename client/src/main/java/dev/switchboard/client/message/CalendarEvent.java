// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.time.Instant;
import java.util.Optional;

/// Something that takes place, to which readers say whether they come.
///
/// @param name what it is
/// @param description more on it
/// @param place where it is
/// @param joinLink where to take part over the network
/// @param start when it begins
/// @param end when it ends
/// @param extraGuests whether guests may bring others
/// @param cancelled whether it does not take place after all
public record CalendarEvent(
        String name,
        Optional<String> description,
        Optional<Place> place,
        Optional<String> joinLink,
        Instant start,
        Optional<Instant> end,
        boolean extraGuests,
        boolean cancelled) {

    /// A name and a time.
    public static CalendarEvent of(String name, Instant start) {
        return new CalendarEvent(
                name, Optional.empty(), Optional.empty(), Optional.empty(), start, Optional.empty(), false, false);
    }

    @Override
    public String toString() {
        return "CalendarEvent[" + start + "]";
    }
}
