// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which events a webhook or a sink gets.
///
/// @param events names, groups of names such as `message.*`, or `*`; events that hold secrets only by their full name
/// @param sessions only these; empty = all
/// @param chats only events of these chats, by canonical or hidden address or number; empty = all
/// @param direction of messages
public record EventSelection(List<String> events, List<String> sessions, List<String> chats, Direction direction) {
    private static final int LIST_LIMIT = 100;

    public EventSelection {
        events = List.copyOf(events);
        sessions = List.copyOf(sessions);
        chats = List.copyOf(chats);
    }

    /// Which way messages went.
    public enum Direction {
        BOTH,
        INCOMING,
        OUTGOING;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Direction> of(String text) {
            return Arrays.stream(values())
                    .filter(direction -> direction.text().equals(text))
                    .findFirst();
        }
    }

    /// What a caller asks for, checked; what is left out is everything.
    ///
    /// @throws Refusal if it cannot be
    public static EventSelection wanted(
            @Nullable List<String> events,
            @Nullable List<String> sessions,
            @Nullable List<String> chats,
            @Nullable String direction) {
        return new EventSelection(
                events(events),
                list("sessions", sessions),
                list("chats", chats),
                Direction.of(direction == null ? "both" : direction)
                        .orElseThrow(() -> refused("The direction is not known.", "both, incoming or outgoing")));
    }

    private static List<String> events(@Nullable List<String> events) {
        if (events == null || events.isEmpty()) {
            return List.of("*");
        }
        for (String event : list("events", events)) {
            boolean known = event.equals("*")
                    || EventName.of(event).isPresent()
                    || (event.endsWith(".*")
                            && Arrays.stream(EventName.values())
                                    .anyMatch(name -> name.text().startsWith(event.substring(0, event.length() - 1))));
            if (!known) {
                throw refused("An event is not known.", "*, message.*, or a name that /asyncapi lists");
            }
        }
        return events;
    }

    private static List<String> list(String field, @Nullable List<String> values) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > LIST_LIMIT
                || values.stream().anyMatch(value -> value == null || value.isBlank() || value.length() > LIST_LIMIT)) {
            throw refused(
                    "The field " + field + " is not a list that is accepted.",
                    "at most " + LIST_LIMIT + " texts of 1 to " + LIST_LIMIT + " characters");
        }
        return values;
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }

    /// Where a wanted event belongs.
    ///
    /// @param lane what has to arrive in order
    public record Lane(String lane) {}

    /// The lane of an event, if it is wanted.
    public Optional<Lane> lane(Event event, JsonMapper json) {
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
