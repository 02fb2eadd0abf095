// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.conversation.Assignment;
import dev.switchboard.gateway.hours.BusinessHours;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom an automation has to do with, and when.
///
/// @param chat where
/// @param person who: the chat's other side, or a group's member
/// @param hours when the business is open
/// @param sessionHours the hours that the session's profile says, as `9:00-18:00`
/// @param message what came in, if something did
record Scene(
        Session session,
        Jid chat,
        Jid person,
        Contact contact,
        Assignment assignment,
        Instant at,
        ZoneId zone,
        BusinessHours hours,
        Optional<String> sessionHours,
        Optional<Incoming> message) {

    /// What is known of a person.
    record Contact(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String language,
            Set<String> tags) {
        Contact {
            tags = Set.copyOf(tags);
        }

        @Override
        public String toString() {
            return "Contact[]";
        }
    }

    /// A message that came in.
    ///
    /// @param choice the id of the option it chooses, if it does
    /// @param first whether nothing was in the chat before
    record Incoming(
            String id,
            String type,
            String text,
            @Nullable String choice,
            @Nullable String mediaId,
            Instant at,
            boolean first) {
        @Override
        public String toString() {
            return "Incoming[" + id + "]";
        }
    }

    ZonedDateTime local() {
        return at.atZone(zone);
    }

    boolean group() {
        return chat.isGroup();
    }

    @Override
    public String toString() {
        return "Scene[]";
    }
}
