// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MutationIndexTest {

    @Test
    void writesJsonAsJavaScriptDoes() {
        MutationIndex index =
                MutationIndex.of("a\"b\\c/d", "\b\f\n\r\t\u0001\u001f\u007f", "Grün\u2028😀", "\ud800x\udc00");
        assertThat(index.toJson().asUtf8())
                .isEqualTo(
                        "[\"a\\\"b\\\\c/d\",\"\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\",\"Grün\u2028😀\",\"\\ud800x\\udc00\"]");
        assertThat(MutationIndex.parse(index.toJson())).contains(index);
        assertThat(new MutationIndex(List.of()).toJson().asUtf8()).isEqualTo("[]");
    }

    @Test
    void readsBlanksAndEveryEscape() {
        assertThat(MutationIndex.parse(Bytes.utf8(" [ \"a\" ,\n\"\\u00e9\\/\\uD83D\\ude00\" ] ")))
                .contains(MutationIndex.of("a", "é/😀"));
        assertThat(MutationIndex.parse(Bytes.utf8("[]"))).contains(new MutationIndex(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "]",
                "{}",
                "[1]",
                "[null]",
                "[\"a\"",
                "[\"a\",]",
                "[\"a\"]x",
                "[\"a",
                "[\"\\x\"]",
                "[\"\\u12\"]",
                "[\"\\u12g4\"]",
                "[[\"a\"]]",
                "[\"a\nb\"]",
                "[\"\\"
            })
    void takesNothingElseForAnIndex(String json) {
        assertThat(MutationIndex.parse(Bytes.utf8(json))).isEmpty();
    }

    @Test
    void givesBackRandomTexts() {
        SeededRandom random = new SeededRandom(11);
        for (int round = 0; round < 2_000; round++) {
            List<String> parts = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                parts.add(text(random));
            }
            MutationIndex index = new MutationIndex(parts);
            assertThat(MutationIndex.parse(index.toJson())).contains(index);
        }
    }

    private static String text(SeededRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int limit = random.nextBoolean() ? 0x80 : 0x1_0000;
            char c = (char) random.nextInt(limit);
            text.append(c);
        }
        return text.toString();
    }

    @Test
    void givesNoArgumentWhereThereIsNone() {
        MutationIndex index = MutationIndex.of("mute");
        assertThat(index.action()).isEqualTo("mute");
        assertThat(index.argument(1)).isEmpty();
        assertThat(new MutationIndex(List.of()).action()).isEmpty();
    }
}
