// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// An answer of the API as templates read it: what is not there is empty, so a page shows what there is.
public record Json(JsonNode node) {
    static final Json NOTHING = new Json(MissingNode.getInstance());

    /// What stands for an answer there is not.
    public static Json nothing() {
        return NOTHING;
    }

    public Json at(String name) {
        return new Json(node.path(name));
    }

    /// Whether there is something other than null.
    public boolean has(String name) {
        JsonNode value = node.path(name);
        return !value.isMissingNode() && !value.isNull();
    }

    public boolean exists() {
        return !node.isMissingNode() && !node.isNull();
    }

    /// The text or number of a field; empty text if there is none.
    public String text(String name) {
        return at(name).text();
    }

    public String text() {
        return node.isValueNode() && !node.isNull() ? node.asString("") : "";
    }

    public String textOr(String name, String other) {
        String text = text(name);
        return text.isEmpty() ? other : text;
    }

    public long number(String name) {
        return node.path(name).asLong(0);
    }

    public double decimal(String name) {
        return node.path(name).asDouble(0);
    }

    public boolean flag(String name) {
        return node.path(name).asBoolean(false);
    }

    /// The parts of a list.
    public List<Json> items() {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false).map(Json::new).toList()
                : List.of();
    }

    public List<Json> items(String name) {
        return at(name).items();
    }

    /// The texts of a list.
    public List<String> texts(String name) {
        return items(name).stream().map(Json::text).toList();
    }

    /// An object's fields in their order.
    public List<Map.Entry<String, Json>> fields() {
        return node.isObject()
                ? node.properties().stream()
                        .map(field -> Map.entry(field.getKey(), new Json(field.getValue())))
                        .toList()
                : List.of();
    }

    public Optional<Instant> time(String name) {
        try {
            return Optional.of(text(name)).filter(text -> !text.isEmpty()).map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// As JSON text, in lines, for people who edit it.
    public String pretty() {
        return exists() ? node.toPrettyString() : "";
    }
}
