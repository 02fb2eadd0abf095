// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The automations that ship with the gateway.
public final class Marketplace {
    private final Map<String, MarketItem> items = new LinkedHashMap<>();

    public Marketplace() {
        Arrays.stream(AutomationKind.values()).forEach(kind -> items.put(kind.id(), item(kind)));
    }

    private static MarketItem item(AutomationKind kind) {
        JsonNode file = DefinitionReader.resource("/automation/market/" + kind.id() + ".json");
        return new MarketItem(
                kind.id(),
                kind.category(),
                kind.title(),
                kind.description(),
                file.path("definition"),
                file.path("settings"),
                file.path("defaults"),
                file.path("example"));
    }

    /// All of them.
    public List<MarketItem> all() {
        return List.copyOf(items.values());
    }

    public Optional<MarketItem> find(String id) {
        return Optional.ofNullable(items.get(id));
    }

    MarketItem of(AutomationKind kind) {
        return find(kind.id()).orElseThrow();
    }

    /// Settings in the forms that older callers use, in the form of the schema.
    static ObjectNode canonical(AutomationKind kind, JsonNode config) {
        ObjectNode settings = config.isObject() ? ((ObjectNode) config).deepCopy() : nothing();
        switch (kind) {
            case AUTO_REPLY -> {
                first(settings, "replyMessage", "message");
                list(settings, "keywords");
            }
            case WELCOME_MESSAGE -> first(settings, "welcomeMessage", "replyMessage", "message");
            case AWAY_MESSAGE -> away(settings);
            case LEAD_QUALIFICATION, FEEDBACK_COLLECTION -> list(settings, "questions");
            case ORDER_STATUS -> orders(settings);
            case APPOINTMENT_REMINDER -> {}
        }
        return settings;
    }

    private static ObjectNode nothing() {
        return tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    }

    /// The first of these that is a text goes under the first name.
    private static void first(ObjectNode settings, String... names) {
        for (String name : names) {
            JsonNode value = settings.path(name);
            if (value.isString() && !value.asString().isBlank()) {
                settings.put(names[0], value.asString());
                return;
            }
        }
        settings.remove(names[0]);
    }

    private static void list(ObjectNode settings, String name) {
        JsonNode value = settings.path(name);
        if (value.isString()) {
            settings.putArray(name).add(value.asString());
        } else if (value.isArray() && value.isEmpty()) {
            settings.remove(name);
        }
    }

    private static void away(ObjectNode settings) {
        JsonNode hours = settings.path("businessHours");
        if (hours.isObject()) {
            settings.put(
                    "businessHours",
                    hours.path("start").asString("9:00") + "-"
                            + hours.path("end").asString("18:00"));
        }
        first(settings, "businessHours", "workingHours");
        first(settings, "awayMessage", "replyMessage", "message");
        list(settings, "days");
    }

    /// Numbers of orders are compared in capitals.
    private static void orders(ObjectNode settings) {
        if (settings.path("orders") instanceof ObjectNode orders) {
            ObjectNode capitals = nothing();
            orders.properties()
                    .forEach(order -> capitals.set(order.getKey().toUpperCase(Locale.ROOT), order.getValue()));
            settings.set("orders", capitals);
        }
    }

    /// Appointments of a reminder's settings.
    static ArrayNode appointments(JsonNode settings) {
        return settings.path("appointments") instanceof ArrayNode list
                ? list
                : nothing().putArray("none");
    }
}
