// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Template of(String text) {
        return Template.plain("t", "T", text);
    }

    private static Template in(Map<String, String> texts, TemplateDefinition.Variable... variables) {
        return Template.of(
                "t", new TemplateDefinition("T", TemplateCategory.OTHER, "en", texts, List.of(variables), null), 1);
    }

    @Test
    void fillsPlacesAndLeavesWhatHasNoValueVisible() {
        Template template = of("Hi {{name}}, {{ discount }} off! {{name}}");
        assertThat(template.variables()).containsExactly("name", "discount");
        assertThat(template.filled(Map.of("name", "Ann", "discount", "5%"))).isEqualTo("Hi Ann, 5% off! Ann");
        assertThat(template.filled(Map.of("discount", "5%"))).isEqualTo("Hi {{name}}, 5% off! {{name}}");
        assertThat(of("{{{name}}}").filled(Map.of("name", "x"))).isEqualTo("{x}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{{v | upper}};ann lee;ANN LEE",
                "{{v|lower}};ANN;ann",
                "{{ v | title }};ann lee;Ann Lee",
                "{{v|trim|upper}};` a `;A",
                "{{v | default(\"friend\")}};``;friend",
                "{{v | default('friend') | upper}};``;FRIEND",
                "{{v | number}};1234567.5;1,234,567.5",
                "{{v | number(2)}};1234.5;1,234.50",
                "{{v | date}};2026-11-25;Nov 25, 2026",
                "{{v | date(\"d MMMM yyyy\")}};2026-11-25;25 November 2026",
                "{{v | date(\"HH:mm\")}};2026-11-25T09:00:00Z;10:00"
            })
    void formats(String text, String value, String expected) {
        assertThat(of(text).render(Map.of("v", value), null, BERLIN).text()).isEqualTo(expected);
    }

    @Test
    void formatsAsTheLanguageDoes() {
        Template template =
                in(Map.of("en", "{{d|date(\"long\")}} {{n|number(2)}}", "de", "{{d|date(\"long\")}} {{n|number(2)}}"));
        Map<String, String> values = Map.of("d", "2026-11-25", "n", "1234.5");
        assertThat(template.render(values, "en-GB", BERLIN).text()).isEqualTo("November 25, 2026 1,234.50");
        assertThat(template.render(values, "de-AT", BERLIN).text()).isEqualTo("25. November 2026 1.234,50");
        assertThat(template.render(values, "fr", BERLIN).language()).isEqualTo("en");
        assertThat(template.render(values, "DE", BERLIN).language()).isEqualTo("de");
    }

    @Test
    void fallbacksAndSamplesOfVariablesStandIn() {
        Template template = in(
                Map.of("en", "{{name}} {{city}}"),
                new TemplateDefinition.Variable("name", "friend", "Ann", null),
                new TemplateDefinition.Variable("city", null, "Rome", null));
        assertThat(template.required(null)).containsExactly("city");
        assertThat(template.render(Map.of("city", "Bonn"), null, BERLIN).text()).isEqualTo("friend Bonn");
        assertThat(template.preview(Map.of(), null, BERLIN).text()).isEqualTo("Ann Rome");
    }

    @Test
    void valuesThatDoNotFitAreNamedAndStandAsTheyAre() {
        Template.Rendered rendered = of("{{v|number}}").render(Map.of("v", "many"), null, BERLIN);
        assertThat(rendered.text()).isEqualTo("many");
        assertThat(rendered.misfit()).containsOnlyKeys("v");
        assertThat(rendered.whole()).isFalse();
    }

    @Test
    void flawsAreNamedWithTheirPlaces() {
        assertThat(of("Hi\n  {{name, ok").flaws())
                .containsExactly(new Flaw("unclosed_variable", "en", 2, 3, "The variable name is not closed by }}."));
        assertThat(of("{{a {{b}}").flaws())
                .extracting(Flaw::code, Flaw::column)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("unclosed_variable", 1));
        assertThat(of("x {{1a}}").flaws()).extracting(Flaw::code).containsExactly("malformed_variable");
        assertThat(of("{{a | shout}}").flaws()).extracting(Flaw::code).containsExactly("unknown_formatter");
        assertThat(of("{{a | number(\"x\")}}").flaws()).extracting(Flaw::code).containsExactly("bad_argument");
        assertThat(of("{{a | date(\"QQQQQQQQ\")}}").flaws())
                .extracting(Flaw::code)
                .containsExactly("bad_argument");
        assertThat(in(Map.of("en", "{{nam}}"), new TemplateDefinition.Variable("name", null, null, null))
                        .flaws())
                .containsExactly(new Flaw("unknown_variable", "en", 1, 1, "The variable nam is not declared."));
        assertThat(of("").flaws()).extracting(Flaw::code).containsExactly("empty");
        assertThat(of("x".repeat(5_000)).flaws()).extracting(Flaw::code).containsExactly("too_long");
    }

    /// Neither texts nor values are code: what the engine knows as tags, comments, expressions or attributes is words.
    @Test
    void nothingOfUsersRuns() {
        for (String text : List.of(
                "{% import \"x\" %}",
                "{# gone #}",
                "{{ 7 * 7 }}",
                "{{ name.class }}",
                "{{ name.getClass().forName('java.lang.Runtime') }}",
                "{{ beans }} {% set a = 1 %}",
                "{{ include('/etc/passwd') }}")) {
            assertThat(of(text).filled(Map.of("name", "n"))).isEqualTo(text);
            assertThat(of("{{v}}").filled(Map.of("v", text))).isEqualTo(text);
            assertThat(of("{{v | trim}}").filled(Map.of("v", text))).isEqualTo(text);
            assertThat(of("{{v | default(\"x\") | trim}}").filled(Map.of("v", text)))
                    .isEqualTo(text);
        }
    }

    /// Many at a time, through the same template and formatters, with values that look like places for others'.
    @Test
    void nobodyReadsAnothersValues() throws Exception {
        Template template = of("{{name | upper}} {{code}} {{name | default(\"x\")}} {{secret | default(\"none\")}}");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = IntStream.range(0, 2_000)
                    .mapToObj(i -> threads.submit(() -> template.filled(
                            i % 2 == 0
                                    ? Map.of("name", "n" + i, "code", "{{secret}}", "secret", "s" + i)
                                    : Map.of("name", "n" + i, "code", "{{secret}}"))))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).get())
                        .isEqualTo("N" + i + " {{secret}} n" + i + (i % 2 == 0 ? " s" + i : " none"));
            }
        }
    }
}
