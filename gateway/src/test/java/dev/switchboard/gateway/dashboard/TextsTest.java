// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.dashboard.Texts.Language;
import dev.switchboard.gateway.problem.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TextsTest {
    private static final Path TEMPLATES = Path.of("src", "main", "jte");
    private static final Pattern KEY = Pattern.compile("page\\.t\\(\"([a-z0-9.]+)\"[,)]");
    private static final Pattern PLACE = Pattern.compile("(?<!\\{)\\{\\d}(?!})");

    private final Texts texts = new Texts();

    @Test
    void everyLanguageHasWordsForTheSameKeys() {
        Set<String> keys = texts.all(Language.EN).keySet();
        for (Language language : Language.values()) {
            assertThat(texts.all(language).keySet()).as(language.tag()).isEqualTo(keys);
            assertThat(texts.all(language).values()).as(language.tag()).noneMatch(String::isBlank);
        }
    }

    @Test
    void wordsHaveTheSamePlacesInEveryLanguage() {
        for (Map.Entry<String, String> english : texts.all(Language.EN).entrySet()) {
            for (Language language : Language.values()) {
                assertThat(places(texts.all(language).getOrDefault(english.getKey(), "")))
                        .as(language.tag() + " " + english.getKey())
                        .isEqualTo(places(english.getValue()));
            }
        }
    }

    private static Set<String> places(String words) {
        Set<String> places = new TreeSet<>();
        Matcher found = PLACE.matcher(words);
        while (found.find()) {
            places.add(found.group());
        }
        return places;
    }

    @Test
    void everyRefusalHasWordsInEveryLanguageButItsOwn() {
        RefusalWords refusals = new RefusalWords();
        Set<String> codes =
                Arrays.stream(ProblemKind.values()).map(ProblemKind::code).collect(Collectors.toSet());
        for (Language language : Set.of(Language.ES, Language.AR)) {
            assertThat(refusals.all(language).keySet()).as(language.tag()).isEqualTo(codes);
        }
    }

    @Test
    void refusalIsToldByItsCodeAndElseInItsOwnWords() {
        RefusalWords refusals = new RefusalWords();
        Json known = problem("{\"code\":\"not_connected\",\"detail\":\"It is not.\",\"advice\":\"Connect it.\"}");
        assertThat(refusals.say(Language.EN, known)).isEqualTo("It is not. Connect it.");
        assertThat(refusals.say(Language.ES, known)).isEqualTo("La sesión no está conectada.");
        Json field = problem("{\"code\":\"invalid_request\",\"detail\":\"Too long.\",\"accepted\":\"200 letters\"}");
        assertThat(refusals.say(Language.AR, field)).contains("\u2066Too long. (200 letters)\u2069");
        assertThat(refusals.say(Language.ES, problem("{\"code\":\"of_later\",\"detail\":\"New.\"}")))
                .isEqualTo("New.");
    }

    private static Json problem(String text) {
        return new Json(JsonMapper.shared().readTree(text));
    }

    @Test
    void templatesNameOnlyWordsThereAre() throws IOException {
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jte")).toList()) {
                Matcher keys = KEY.matcher(Files.readString(file));
                while (keys.find()) {
                    if (!texts.has(keys.group(1))) {
                        missing.add(TEMPLATES.relativize(file) + ": " + keys.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
