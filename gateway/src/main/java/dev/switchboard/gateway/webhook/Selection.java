// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which events a webhook gets.
///
/// @param events names, groups of names such as `message.*`, or `*`; events that hold secrets only by their full name
/// @param sessions only these; empty = all
/// @param chats only events of these chats, by canonical or hidden address or number; empty = all
/// @param direction of messages
record Selection(List<String> events, List<String> sessions, List<String> chats, Direction direction) {
    Selection {
        events = List.copyOf(events);
        sessions = List.copyOf(sessions);
        chats = List.copyOf(chats);
    }

    /// Which way messages went.
    enum Direction {
        BOTH,
        INCOMING,
        OUTGOING;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Direction> of(String text) {
            return Arrays.stream(values())
                    .filter(direction -> direction.text().equals(text))
                    .findFirst();
        }
    }

    /// Where a wanted event belongs.
    ///
    /// @param lane what has to arrive in order
    record Lane(String lane) {}

    /// The lane of an event, if it is wanted.
    Optional<Lane> lane(Event event, JsonMapper json) {
        if (!named(event.name()) || (!sessions.isEmpty() && !sessions.contains(String.valueOf(event.session())))) {
            return Optional.empty();
        }
        JsonNode data = json.readTree(event.data());
        JsonNode chat = data.path("chat");
        if (!chats.isEmpty() && !ofChats(chat)) {
            return Optional.empty();
        }
        if (direction != Direction.BOTH && !goes(event.name(), data)) {
            return Optional.empty();
        }
        return Optional.of(new Lane(
                event.session() == null
                        ? ""
                        : event.session() + "/" + chat.path("jid").asString("")));
    }

    private boolean named(EventName name) {
        String text = name.text();
        return events.stream()
                .anyMatch(wanted -> wanted.equals(text)
                        || (!name.secret()
                                && (wanted.equals("*")
                                        || (wanted.endsWith(".*")
                                                && text.startsWith(wanted.substring(0, wanted.length() - 1))))));
    }

    private boolean ofChats(JsonNode chat) {
        return chat.isObject()
                && List.of("jid", "phone", "lid").stream()
                        .anyMatch(field -> chat.hasNonNull(field)
                                && chats.contains(chat.get(field).asString()));
    }

    private boolean goes(EventName name, JsonNode data) {
        boolean own = data.hasNonNull("fromMe") ? data.get("fromMe").asBoolean() : name == EventName.MESSAGE_STATUS;
        return !name.text().startsWith("message.") || own == (direction == Direction.OUTGOING);
    }
}
