// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// Fields of forms as values.
final class Forms {
    private static final int MOST = 1_000;

    private Forms() {}

    static long number(String text, String field) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field " + field + " is not a number.")
                    .refusal();
        }
    }

    /// The lines of a text that say something.
    static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /// Words that stand with commas or line ends between them.
    static List<String> words(String text) {
        return Arrays.stream(text.split("[,،\\n]"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /// Puts in a field unless it was left empty.
    static void put(Map<String, Object> wish, Pages.Turn turn, String... names) {
        for (String name : names) {
            if (!turn.field(name).isEmpty()) {
                wish.put(name, turn.field(name));
            }
        }
    }

    /// An id for the API made of a name: its Latin letters and digits.
    ///
    /// @param other where it has none
    static String id(String name, String other) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String id = plain.isEmpty() ? other : plain;
        return id.substring(0, Math.min(id.length(), 48));
    }

    /// The first of an id, id-2, id-3 and so on that nobody has.
    static String free(String id, Predicate<String> taken) {
        String free = id;
        for (int i = 2; taken.test(free) && i < MOST; i++) {
            free = id + "-" + i;
        }
        return free;
    }

    /// The cursor of the page's own address, for a question to the API.
    static String cursor(Pages.Turn turn) {
        return turn.field("cursor").isEmpty() ? "" : "&cursor=" + NativeApi.part(turn.field("cursor"));
    }

    /// A field as a part of a question to the API; nothing if it is empty.
    static String query(Pages.Turn turn, String name) {
        return turn.field(name).isEmpty() ? "" : "&" + name + "=" + NativeApi.part(turn.field(name));
    }
}
