// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.catalogue;

import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.contact.ContactView;
import dev.switchboard.gateway.event.EventForm;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.messaging.ContentView;
import dev.switchboard.gateway.messaging.MessageView;
import dev.switchboard.gateway.session.Account;
import dev.switchboard.gateway.session.LinkEnd;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/asyncapi`: the events in AsyncAPI 3. It is made once, by the first who asks.
@RestController
@Tag(name = "Events")
public final class AsyncApiResource {
    private static final List<Class<?>> SHAPES = List.of(
            Address.class, MessageView.class, ContentView.class, ContactView.class, Account.class, LinkEnd.class);
    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonMapper json;
    private volatile @Nullable Map<String, Object> made;

    public AsyncApiResource(JsonMapper json) {
        this.json = json;
    }

    @GetMapping("/asyncapi")
    @SecurityRequirements
    @Operation(summary = "The events as an AsyncAPI 3 document")
    Map<String, Object> document() {
        Map<String, Object> known = made;
        if (known == null) {
            known = make();
            made = known;
        }
        return known;
    }

    private Map<String, Object> make() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asyncapi", "3.0.0");
        document.put(
                "info",
                ordered(
                        "title",
                        "Switchboard events",
                        "version",
                        "1",
                        "description",
                        "Everything that happens, in one order. Each reader keeps its own place (seq): over this"
                                + " socket, by GET /api/v1/events, or by webhooks.",
                        "license",
                        Map.of("name", "Apache-2.0")));
        document.put("defaultContentType", "application/json");
        document.put(
                "channels",
                ordered(
                        "events",
                        ordered(
                                "address",
                                "/api/v1/events/ws",
                                "description",
                                "A WebSocket. Authenticate at the upgrade (X-Api-Key, Authorization) or by a first"
                                        + " frame within five seconds, then subscribe.",
                                "messages",
                                messageReferences())));
        document.put("operations", operations());
        document.put("components", ordered("messages", messages(), "schemas", schemas()));
        return document;
    }

    private static Map<String, Object> messageReferences() {
        Map<String, Object> references = new LinkedHashMap<>();
        for (EventName name : EventName.values()) {
            references.put(name.text(), reference("#/components/messages/" + name.text()));
        }
        references.put("subscribe", reference("#/components/messages/subscribe"));
        return references;
    }

    private static Map<String, Object> operations() {
        String channel = "#/channels/events";
        return ordered(
                "tellEvents",
                        ordered(
                                "action",
                                "send",
                                "summary",
                                "The gateway tells what happened",
                                "channel",
                                reference(channel),
                                "messages",
                                Arrays.stream(EventName.values())
                                        .map(name -> reference(channel + "/messages/" + name.text()))
                                        .toList()),
                "subscribe",
                        ordered(
                                "action",
                                "receive",
                                "summary",
                                "A reader says what it wants to hear, and from where on",
                                "channel",
                                reference(channel),
                                "messages",
                                List.of(reference(channel + "/messages/subscribe"))));
    }

    private static Map<String, Object> messages() {
        Map<String, Object> messages = new LinkedHashMap<>();
        for (EventName name : EventName.values()) {
            EventForm form = EventForm.of(name);
            messages.put(
                    name.text(),
                    ordered(
                            "name", name.text(),
                            "title", name.text(),
                            "summary", form.summary(),
                            "payload", envelope(name, data(form))));
        }
        messages.put(
                "subscribe",
                ordered(
                        "name", "subscribe",
                        "title", "subscribe",
                        "summary", "Begins to tell events, or other ones than before",
                        "payload",
                                ordered(
                                        "type",
                                        "object",
                                        "properties",
                                        ordered(
                                                "event", Map.of("const", "subscribe"),
                                                "data",
                                                        ordered(
                                                                "type",
                                                                "object",
                                                                "properties",
                                                                ordered(
                                                                        "sessions", type("[string]"),
                                                                        "events", type("[string]"),
                                                                        "after", type("integer")))))));
        return messages;
    }

    private static Map<String, Object> envelope(EventName name, Map<String, Object> data) {
        return ordered(
                "type", "object",
                "required", List.of("id", "seq", "time", "event", "tenant", "data"),
                "properties",
                        ordered(
                                "id", ordered("type", "string", "description", "unique in this installation"),
                                "seq", ordered("type", "integer", "description", "its place in the log, increasing"),
                                "time", type("time"),
                                "event", Map.of("const", name.text()),
                                "tenant", type("string"),
                                "session", type("string"),
                                "data", data));
    }

    private static Map<String, Object> data(EventForm form) {
        if (!form.whole().isEmpty()) {
            return reference(SCHEMAS + form.whole());
        }
        Map<String, Object> properties = form.fields().stream()
                .collect(Collectors.toMap(
                        EventForm.Field::name, field -> type(field.type()), (a, _) -> a, LinkedHashMap::new));
        return ordered(
                "type",
                "object",
                "required",
                form.fields().stream()
                        .filter(field -> !field.optional())
                        .map(EventForm.Field::name)
                        .toList(),
                "properties",
                properties);
    }

    private static Map<String, Object> type(String type) {
        if (type.startsWith("[")) {
            return ordered("type", "array", "items", type(type.substring(1, type.length() - 1)));
        }
        return switch (type) {
            case "string", "integer", "boolean", "object" -> ordered("type", type);
            case "time" -> ordered("type", "string", "format", "date-time");
            default -> reference(SCHEMAS + type);
        };
    }

    /// The shapes, as the OpenAPI document has them.
    private Map<String, Object> schemas() {
        Map<String, Object> schemas = new TreeMap<>();
        for (Class<?> shape : SHAPES) {
            ModelConverters.getInstance(true)
                    .readAllAsResolvedSchema(shape)
                    .referencedSchemas
                    .forEach((name, schema) -> schemas.put(name, plain(schema)));
            var own = ModelConverters.getInstance(true).readAllAsResolvedSchema(shape).schema;
            schemas.put(own.getName(), plain(own));
        }
        return schemas;
    }

    private JsonNode plain(Object schema) {
        return json.readTree(Json31.pretty(schema));
    }

    private static Map<String, Object> reference(String to) {
        return ordered("$ref", to);
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
