// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A setting of an automation of the marketplace as a field of a form, by its JSON schema.
///
/// @param kind `text`, `number`, `flag` or `list`
public record SettingField(String name, String kind, String description, String value, boolean required) {
    private static final String PREFIX = "set.";

    public String field() {
        return PREFIX + name;
    }

    /// The name as words.
    public String label() {
        String words = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    static List<SettingField> of(Json schema, Json values) {
        List<String> required = schema.texts("required");
        List<SettingField> fields = new ArrayList<>();
        for (Map.Entry<String, Json> property : schema.at("properties").fields()) {
            String kind = kind(property.getValue());
            Json value = values.at(property.getKey());
            String text = value.node().isArray()
                    ? value.items().stream().map(Json::text).collect(Collectors.joining("\n"))
                    : value.node().isObject() ? value.pretty() : value.text();
            fields.add(new SettingField(
                    property.getKey(),
                    kind,
                    property.getValue().text("description"),
                    text,
                    required.contains(property.getKey())));
        }
        return fields;
    }

    private static String kind(Json property) {
        Json type = property.at("type");
        String first = type.node().isArray() ? type.items().getFirst().text() : type.text();
        return switch (first) {
            case "integer", "number" -> "number";
            case "boolean" -> "flag";
            case "array" -> "list";
            case "object" -> "json";
            default -> "text";
        };
    }

    /// The settings as they were filled in; what was left empty is left out.
    static Map<String, Object> read(Pages.Turn turn, Json schema) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (SettingField field : of(schema, Json.NOTHING)) {
            String text = turn.field(field.field());
            if (field.kind().equals("flag")) {
                settings.put(field.name(), text.equals("on"));
            } else if (!text.isEmpty()) {
                settings.put(
                        field.name(),
                        switch (field.kind()) {
                            case "number" -> Forms.number(text, field.name());
                            case "list" ->
                                text.lines()
                                        .map(String::strip)
                                        .filter(line -> !line.isEmpty())
                                        .toList();
                            case "json" -> turn.read(text).node();
                            default -> text;
                        });
            }
        }
        return settings;
    }
}
