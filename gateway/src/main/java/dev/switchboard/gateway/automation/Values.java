// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The variables of a run, and texts with places for them: `{{contact.name}}`, `{{need|upper}}`,
/// `{{contact.name|default:there}}`, `{{settings.orders.[number]}}`. It can run no code, and what has no value is
/// left empty.
final class Values {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]{1,200})}}");
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z][A-Za-z0-9_]*(?:\\.(?:[A-Za-z0-9_-]+|\\[[A-Za-z][A-Za-z0-9_]*]))*");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    static final Set<String> FILTERS =
            Set.of("upper", "lower", "trim", "digits", "first", "date", "time", "json", "default");

    private static final String SETTINGS = "settings.";

    /// Longer than any message.
    private static final int LONGEST = 65_536;

    private final ObjectNode root;
    private final ZoneId zone;

    Values(ObjectNode root, ZoneId zone) {
        this.root = root;
        this.zone = zone;
    }

    ObjectNode root() {
        return root;
    }

    void set(String name, JsonNode value) {
        root.set(name, value);
    }

    void set(String name, String value) {
        root.put(name, value);
    }

    /// The value at a path; a missing node if there is none.
    JsonNode at(String path) {
        JsonNode node = root;
        for (String part : path.strip().split("\\.", -1)) {
            String name =
                    part.startsWith("[") && part.endsWith("]") ? text(part.substring(1, part.length() - 1)) : part;
            node = node.isArray() && name.chars().allMatch(Character::isDigit) && !name.isEmpty() && name.length() < 6
                    ? node.path(Integer.parseInt(name))
                    : node.path(name);
        }
        return node;
    }

    /// The value at a path as text; empty if there is none.
    String text(String path) {
        return written(at(path));
    }

    /// A value as text.
    static String written(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value instanceof ArrayNode list) {
            List<String> parts = new ArrayList<>();
            list.forEach(part -> parts.add(written(part)));
            return String.join(", ", parts);
        }
        return value.isValueNode() ? value.asString("") : value.toString();
    }

    /// A text with values in its places.
    String filled(String text) {
        return filled(text, UnaryOperator.identity());
    }

    /// As [#filled(String)], with each value changed first, as for an address.
    String filled(String text, UnaryOperator<String> change) {
        Matcher places = PLACE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (places.find()) {
            String inside = places.group(1).strip();
            String value = value(inside);
            places.appendReplacement(
                    out,
                    Matcher.quoteReplacement(inside.startsWith(SETTINGS) ? inner(value, change) : change.apply(value)));
        }
        places.appendTail(out);
        return out.length() > LONGEST ? out.substring(0, LONGEST) : out.toString();
    }

    /// What a setting says: settings are written by whom the automation belongs to, so they may have places of their
    /// own, but those of other settings stay empty.
    private String inner(String setting, UnaryOperator<String> change) {
        Matcher places = PLACE.matcher(setting);
        StringBuilder out = new StringBuilder();
        while (places.find()) {
            String inside = places.group(1).strip();
            String value = inside.startsWith(SETTINGS) ? "" : change.apply(value(inside));
            places.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        places.appendTail(out);
        return out.toString();
    }

    /// Texts with values in their places. A text that is nothing but a place stands for all parts of a list there, and
    /// what comes out empty is left out.
    List<String> texts(@Nullable List<String> texts) {
        List<String> all = new ArrayList<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            Matcher place = PLACE.matcher(text);
            if (place.matches() && at(place.group(1)) instanceof ArrayNode list) {
                list.forEach(part ->
                        all.add(inner(written(part.isObject() ? part.path("text") : part), UnaryOperator.identity())));
            } else {
                all.add(filled(text));
            }
        }
        return all.stream().filter(text -> !text.isBlank()).toList();
    }

    /// JSON with values in the places of its texts.
    JsonNode filled(JsonNode node) {
        if (node.isString()) {
            Matcher place = PLACE.matcher(node.asString());
            if (place.matches() && !place.group(1).contains("|")) {
                JsonNode value = at(place.group(1));
                return value.isMissingNode() ? root.nullNode() : value;
            }
            return root.stringNode(filled(node.asString()));
        }
        if (node.isObject()) {
            ObjectNode out = root.objectNode();
            node.properties().forEach(part -> out.set(part.getKey(), filled(part.getValue())));
            return out;
        }
        if (node.isArray()) {
            ArrayNode out = root.arrayNode();
            node.forEach(part -> out.add(filled(part)));
            return out;
        }
        return node;
    }

    private String value(String expression) {
        String[] parts = expression.split("\\|", -1);
        String value = text(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            value = changed(value, parts[i].strip());
        }
        return value;
    }

    private String changed(String value, String filter) {
        int colon = filter.indexOf(':');
        String name = colon < 0 ? filter : filter.substring(0, colon).strip();
        String argument = colon < 0 ? "" : filter.substring(colon + 1).strip();
        return switch (name) {
            case "upper" -> value.toUpperCase(Locale.ROOT);
            case "lower" -> value.toLowerCase(Locale.ROOT);
            case "trim" -> value.strip();
            case "digits" -> value.replaceAll("\\D", "");
            case "first" -> value.strip().split("\\s+", 2)[0];
            case "date" -> moment(value).map(at -> DATE.format(at.atZone(zone))).orElse(value);
            case "time" -> moment(value).map(at -> TIME.format(at.atZone(zone))).orElse(value);
            case "json" -> root.stringNode(value).toString();
            case "default" -> value.isBlank() ? argument : value;
            default -> value;
        };
    }

    /// A time as texts have it.
    static Optional<Instant> moment(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// What is wrong with a text's places, each with its position; and the variables it uses.
    record Review(List<String> faults, Set<String> variables) {}

    static Review review(String text) {
        List<String> faults = new ArrayList<>();
        Set<String> variables = new LinkedHashSet<>();
        int from = 0;
        while (true) {
            int open = text.indexOf("{{", from);
            if (open < 0) {
                return new Review(faults, variables);
            }
            int close = text.indexOf("}}", open);
            if (close < 0) {
                faults.add("the place opened at " + open + " is not closed");
                return new Review(faults, variables);
            }
            look(text.substring(open + 2, close), open, faults, variables);
            from = close + 2;
        }
    }

    private static void look(String expression, int at, List<String> faults, Set<String> variables) {
        String[] parts = expression.split("\\|", -1);
        String path = parts[0].strip();
        if (!PATH.matcher(path).matches()) {
            faults.add("the place at " + at + " names no variable");
            return;
        }
        variables.add(path.split("\\.", 2)[0]);
        for (int i = 1; i < parts.length; i++) {
            String name = parts[i].strip().split(":", 2)[0].strip();
            if (!FILTERS.contains(name)) {
                faults.add("the place at " + at + " has a filter that is none: " + name);
            }
        }
    }
}
