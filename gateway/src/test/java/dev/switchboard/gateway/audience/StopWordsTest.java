// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopWordsTest {
    private final StopWords words = new StopWords(OptOutPolicy.STANDARD);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                " stop. ",
                "Stop!!",
                "\"UNSUBSCRIBE\"",
                "Opt-out",
                "arret",
                "ARRÊT",
                "Baja",
                "стоп",
                "СТОП!",
                "إيقاف",
                "הסר",
                "退订",
                "çık",
                "Abmelden",
                "बंद करें",
                "se désabonner"
            })
    void hearsStopWordsInManyLanguages(String text) {
        assertThat(words.meaning(text))
                .get()
                .extracting(StopWords.Meaning::stop)
                .isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"please stop by tomorrow", "", "...", "bus stop", "nonstop", "s t o p"})
    void leavesOtherMessagesAlone(String text) {
        assertThat(words.meaning(text)).isEmpty();
    }

    @Test
    void answersInTheLanguageOfTheWordOrThePerson() {
        assertThat(words.answer(words.meaning("Abmelden").orElseThrow(), Optional.empty()))
                .contains("START");
        assertThat(words.answer(words.meaning("stop").orElseThrow(), Optional.of("fr-CA")))
                .startsWith("Vous");
        assertThat(words.answer(words.meaning("start").orElseThrow(), Optional.empty()))
                .startsWith("Welcome back");
    }

    @Test
    void tenantsHaveWordsAndAnswersOfTheirOwn() {
        StopWords own = new StopWords(OptOutPolicy.of(
                null, null, null, List.of("No thanks"), null, List.of("opt out"), Map.of("en", "Fine."), null));
        assertThat(own.answer(own.meaning("no thanks!").orElseThrow(), Optional.empty()))
                .isEqualTo("Fine.");
        assertThat(own.meaning("opt out")).isEmpty();
    }
}
