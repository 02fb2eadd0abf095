// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ValuesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Values values = new Values((ObjectNode) JSON.readTree("""
                    {"contact":{"name":"Ann Lee","phone":"15550160001"},"code":"x1","answers":["a","b"],"empty":"",
                     "said":"{{contact.phone}}","at":"2026-11-20T23:30:00Z",
                     "settings":{"text":"Hi {{contact.name|first}}","nested":"{{settings.text}}","list":["one {{code}}","two"],
                      "orders":{"x1":"paid"}}}"""), ZoneId.of("Europe/Oslo"));

    @Test
    void fillsPlacesWithFiltersAndLeavesNothingOpen() {
        assertThat(values.filled("{{contact.name|upper}} {{ contact.name | first | lower }} {{missing}}."))
                .isEqualTo("ANN LEE ann .");
        assertThat(values.filled("{{empty|default:nobody}} {{answers}} {{answers.1}}"))
                .isEqualTo("nobody a, b b");
        assertThat(values.filled("{{at|date}} {{at|time}}")).isEqualTo("2026-11-21 00:30");
        assertThat(values.filled("{{settings.orders.[code]}}")).isEqualTo("paid");
    }

    @Test
    void whatPeopleWroteIsNeverFilledAgain() {
        assertThat(values.filled("{{said}}")).isEqualTo("{{contact.phone}}");
        assertThat(values.filled("{{settings.text}}")).isEqualTo("Hi Ann");
        assertThat(values.filled("{{settings.nested}}")).isEmpty();
    }

    @Test
    void listsOfSettingsAreSplicedIn() {
        assertThat(values.texts(List.of("zero", "{{settings.list}}", "{{empty}}")))
                .containsExactly("zero", "one x1", "two");
    }

    @Test
    void jsonKeepsItsTypes() {
        assertThat(values.filled(JSON.readTree("{\"a\":\"{{answers}}\",\"n\":1,\"t\":\"<{{code}}>\"}"))
                        .toString())
                .isEqualTo("{\"a\":[\"a\",\"b\"],\"n\":1,\"t\":\"<x1>\"}");
    }

    @Test
    void faultsAreToldWithTheirPlace() {
        assertThat(Values.review("ab {{x").faults()).containsExactly("the place opened at 3 is not closed");
        assertThat(Values.review("{{x y}}").faults()).hasSize(1);
        assertThat(Values.review("{{x|shout}}").faults().getFirst()).contains("shout");
        assertThat(Values.review("{{a.b}} {{c|upper}}").variables()).containsExactly("a", "c");
    }
}
