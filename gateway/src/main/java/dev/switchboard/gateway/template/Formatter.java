// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be done to a value on its way into a text.
enum Formatter {
    UPPER("nothing in brackets"),
    LOWER("nothing in brackets"),
    TITLE("nothing in brackets"),
    TRIM("nothing in brackets"),
    /// Words for when there is no value.
    DEFAULT("the words in brackets, as default(\"friend\")"),
    /// A number as the language writes it.
    NUMBER("nothing, or how many decimals, as number(2)"),
    /// A date or time as the language writes it.
    DATE("nothing, short, medium, long, full, or a pattern, as date(\"d MMMM yyyy\")");

    static final Set<String> STYLES = Set.of("short", "medium", "long", "full");

    private final String wants;

    Formatter(String wants) {
        this.wants = wants;
    }

    /// As it is written.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Formatter> of(String text) {
        return Arrays.stream(values())
                .filter(formatter -> formatter.text().equals(text))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Formatter::text).collect(Collectors.joining(", "));
    }

    /// What it wants in brackets, for people.
    String wants() {
        return wants;
    }

    boolean takes(boolean given, String argument) {
        return switch (this) {
            case UPPER, LOWER, TITLE, TRIM -> !given;
            case DEFAULT -> given;
            case NUMBER -> !given || argument.matches("[0-9]");
            case DATE -> !given || STYLES.contains(argument) || isPattern(argument);
        };
    }

    private static boolean isPattern(String argument) {
        try {
            return !argument.isBlank()
                    && !DateTimeFormatter.ofPattern(argument).toString().isEmpty();
        } catch (DateTimeException | IllegalArgumentException _) {
            return false;
        }
    }
}
