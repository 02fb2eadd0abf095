// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.person;

import dev.switchboard.client.event.Party;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the server tells about a person.
///
/// @param person with all addresses known
/// @param registered whether they are on WhatsApp
/// @param about their about text
/// @param pictureId the id of their picture, if they show one
/// @param devices the numbers of their devices
/// @param verifiedName a business's name as it was verified
/// @param defaultTimer how long messages of new chats last
public record PersonInfo(
        Party person,
        boolean registered,
        Optional<About> about,
        Optional<String> pictureId,
        List<Integer> devices,
        Optional<String> verifiedName,
        Optional<Duration> defaultTimer) {

    public PersonInfo {
        devices = List.copyOf(devices);
    }

    @Override
    public String toString() {
        return "PersonInfo[registered=" + registered + "]";
    }
}
