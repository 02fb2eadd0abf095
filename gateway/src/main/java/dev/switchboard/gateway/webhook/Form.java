// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventName;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the body of a request looks like.
enum Form {
    /// The event's envelope, as everywhere else.
    NATIVE {
        @Override
        Optional<String> body(Event event, JsonMapper json) {
            return Optional.of(event.json());
        }
    },
    /// Incoming messages only, as the clients dialect forwards them.
    CLIENTS {
        @Override
        Optional<String> body(Event event, JsonMapper json) {
            if (event.name() != EventName.MESSAGE_RECEIVED) {
                return Optional.empty();
            }
            JsonNode message = json.readTree(event.data());
            String chat = message.at("/chat/phone").asString("");
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("clientId", event.session());
            body.put("from", chat.isEmpty() ? message.at("/chat/jid").asString("") : chat + "@c.us");
            body.put("body", message.path("text").asString(""));
            body.put("timestamp", seconds(message.path("at").asString(""), event.time()));
            body.put("hasMedia", message.hasNonNull("media"));
            return Optional.of(json.writeValueAsString(body));
        }

        private static long seconds(String at, Instant otherwise) {
            return (at.isEmpty() ? otherwise : Instant.parse(at)).getEpochSecond();
        }
    };

    /// The body for an event; empty if the form has none for it.
    abstract Optional<String> body(Event event, JsonMapper json);

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Form of(String text) {
        return Arrays.stream(values())
                .filter(form -> form.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("form: unknown (expected: native or clients)"));
    }
}
