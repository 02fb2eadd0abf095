// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import java.util.Optional;

/// What callers said about a session, as opposed to what the network knows.
///
/// @param phone a number as they wrote it, a label
/// @param business the name of the business
/// @param greeting the welcome for new contacts
/// @param workingHours when the business is open, as `9:00-18:00`
/// @param dailyLimit how many messages it may send in a day, as shown
public record SessionProfile(
        Optional<String> phone,
        Optional<String> business,
        Optional<String> greeting,
        Optional<String> workingHours,
        Optional<Integer> dailyLimit) {

    /// Nothing was said.
    public static final SessionProfile EMPTY = new SessionProfile(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// Only a number.
    public static SessionProfile ofPhone(Optional<String> phone) {
        return new SessionProfile(phone, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// This one, where the other says nothing.
    SessionProfile orElse(SessionProfile other) {
        return new SessionProfile(
                phone.or(other::phone),
                business.or(other::business),
                greeting.or(other::greeting),
                workingHours.or(other::workingHours),
                dailyLimit.or(other::dailyLimit));
    }

    @Override
    public String toString() {
        return "SessionProfile[]";
    }
}
