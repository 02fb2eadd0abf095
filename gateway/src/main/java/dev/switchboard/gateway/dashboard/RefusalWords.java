// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.dashboard.Texts.Language;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a refusal of the API says to people: in English its own words, in other languages those for its code.
final class RefusalWords {
    private final Map<Language, Map<String, String>> words = new EnumMap<>(Language.class);

    RefusalWords() {
        for (Language language : Language.values()) {
            if (language != Language.EN) {
                words.put(language, Texts.read("refusals_" + language.tag() + ".properties"));
            }
        }
    }

    /// The words of a language by the codes of problems.
    Map<String, String> all(Language language) {
        return words.getOrDefault(language, Map.of());
    }

    /// What the refusal says. Where words of the language have the place {0}, the English detail stands there, apart
    /// from the direction of the words around.
    String say(Language language, Json problem) {
        String own = all(language).get(problem.text("code"));
        String detail = problem.textOr("detail", problem.text("title"));
        if (own == null) {
            String accepted = problem.has("accepted") ? problem.text("accepted") + "." : "";
            return Stream.of(detail, problem.text("advice"), accepted)
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" "));
        }
        String told = problem.has("accepted") ? detail + " (" + problem.text("accepted") + ")" : detail;
        return own.replace("{0}", "\u2066" + told + "\u2069");
    }
}
