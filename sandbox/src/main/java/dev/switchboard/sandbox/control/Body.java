// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.wire.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A JSON object from a caller, read field by field. `null` counts as absent; fields that nothing reads are refused,
/// since they are misspelt ones more often than not.
final class Body {

    private final ObjectNode fields;
    private final String path;

    private Body(ObjectNode fields, String path) {
        this.fields = fields;
        this.path = path;
    }

    /// Reads a request body whose fields are among those named.
    static Body of(Bytes body, String... known) {
        return of(Json.parse(body), "", known);
    }

    /// Like [#of(Bytes, String...)], where no body is an empty object.
    static Body ofOptional(Bytes body, String... known) {
        return body.isEmpty() ? of(Json.object(), "", known) : of(body, known);
    }

    private static Body of(JsonNode value, String path, String... known) {
        if (!(value instanceof ObjectNode fields)) {
            throw AdminRefusal.malformed((path.isEmpty() ? "the body" : path) + " is no object (expected: an object of "
                    + String.join(", ", known) + ")");
        }
        Set<String> unknown = new TreeSet<>();
        fields.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw AdminRefusal.malformed("unknown: " + prefix(path) + String.join(", " + prefix(path), unknown)
                    + " (expected: " + String.join(", ", known) + ")");
        }
        return new Body(fields, path);
    }

    boolean has(String name) {
        return field(name).isPresent();
    }

    boolean isObject(String name) {
        return field(name).filter(JsonNode::isObject).isPresent();
    }

    Optional<String> text(String name) {
        return field(name).map(value -> {
            if (!value.isTextual()) {
                throw wrong(name, "a string");
            }
            return value.textValue();
        });
    }

    String requireText(String name) {
        return text(name).orElseThrow(() -> wrong(name, "a string"));
    }

    Optional<Integer> integer(String name, int least) {
        return field(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
                throw wrong(name, "a whole number from " + least);
            }
            return value.intValue();
        });
    }

    Optional<Boolean> flag(String name) {
        return field(name).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(name, "true or false");
            }
            return value.booleanValue();
        });
    }

    /// A field that is an object of truth values.
    Map<String, Boolean> flags(String name) {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        field(name).ifPresent(value -> {
            if (!value.isObject()) {
                throw wrong(name, "an object of true or false");
            }
            value.properties().forEach(entry -> {
                if (!entry.getValue().isBoolean()) {
                    throw wrong(name + "." + entry.getKey(), "true or false");
                }
                flags.put(entry.getKey(), entry.getValue().booleanValue());
            });
        });
        return flags;
    }

    Optional<Long> number(String name, long least) {
        return field(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least) {
                throw wrong(name, "a whole number from " + least);
            }
            return value.longValue();
        });
    }

    Optional<Double> fraction(String name) {
        return field(name).map(value -> {
            if (!value.isNumber()) {
                throw wrong(name, "a number");
            }
            return value.doubleValue();
        });
    }

    /// A field that is an object of the fields named.
    Optional<Body> object(String name, String... known) {
        return field(name).map(value -> of(value, prefix(path) + name, known));
    }

    /// A field that is a list of objects of the fields named, at least one.
    List<Body> objects(String name, String... known) {
        JsonNode value = field(name).orElseThrow(() -> wrong(name, "a list of objects"));
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(name, "a list of objects, not empty");
        }
        List<Body> objects = new ArrayList<>();
        value.forEach(element -> objects.add(of(element, prefix(path) + name, known)));
        return objects;
    }

    /// A field that is an object of scalars, as text.
    Map<String, String> scalars(String name) {
        Optional<JsonNode> value = field(name);
        if (value.isEmpty()) {
            return Map.of();
        }
        if (!value.get().isObject()) {
            throw wrong(name, "an object");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        value.get().properties().forEach(entry -> {
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                throw wrong(name + "." + entry.getKey(), "a string, number or boolean");
            }
            texts.put(entry.getKey(), entry.getValue().asText());
        });
        return texts;
    }

    /// A field that is a list of strings, which may be empty.
    List<String> texts(String name) {
        boolean empty =
                field(name).filter(value -> value.isArray() && value.isEmpty()).isPresent();
        return empty ? List.of() : requireTexts(name);
    }

    /// A field that is a list of at least one string.
    List<String> requireTexts(String name) {
        JsonNode value = field(name).orElseThrow(() -> wrong(name, "a list of strings"));
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(name, "a list of strings, not empty");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual() || element.textValue().isEmpty()) {
                throw wrong(name, "a list of strings, none empty");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /// A field that is one of the words of an enum, in lower case.
    <E extends Enum<E>> Optional<E> word(String name, Class<E> words, Set<E> accepted) {
        return text(name).map(text -> {
            for (E word : words.getEnumConstants()) {
                if (accepted.contains(word)
                        && word.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return word;
                }
            }
            String expected = String.join(
                    ", ",
                    accepted.stream()
                            .map(word -> word.name().toLowerCase(Locale.ROOT))
                            .sorted()
                            .toList());
            throw wrong(name, expected);
        });
    }

    AdminRefusal wrong(String name, String expected) {
        String what = field(name).map(value -> abbreviated(value.toString())).orElse("missing");
        return AdminRefusal.malformed(prefix(path) + name + ": " + what + " (expected: " + expected + ")");
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isNull());
    }

    private static String prefix(String path) {
        return path.isEmpty() ? "" : path + ".";
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
