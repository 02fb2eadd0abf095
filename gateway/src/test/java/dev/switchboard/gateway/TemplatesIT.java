// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedGateway.class)
class TemplatesIT {
    private static final String AT = "/api/v1/templates";

    @Test
    void templatesAreMadeChangedPreviewedAndDeleted(Harness harness) {
        Answer made = harness.post(AT, """
                {"id":"ship","name":"Shipped","category":"utility","texts":{"en":"Hi {{name | default(\\"there\\")}}, it comes on {{day | date(\\"d MMMM\\")}}.",
                "de":"Hallo {{name}}, es kommt am {{day | date(\\"d. MMMM\\")}}."},
                "variables":[{"name":"name","fallback":"du","sample":"Ann"},{"name":"day","sample":"2026-11-25"}],
                "header":{"type":"image","url":"https://example.com/a.jpg"}}""");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().path("variables").toString()).isEqualTo("[\"name\",\"day\"]");
        assertThat(made.json().path("required").toString()).isEqualTo("[\"day\"]");
        assertThat(harness.post(AT, "{\"id\":\"ship\",\"content\":\"x\"}").text("/code"))
                .isEqualTo("template_exists");

        assertThat(harness.post(AT + "/ship/preview", "{}").text("/text"))
                .isEqualTo("Hi Ann, it comes on 25 November.");
        assertThat(harness.post(AT + "/ship/preview", "{\"language\":\"de-CH\",\"variables\":{\"name\":\"Bo\"}}")
                        .text("/text"))
                .isEqualTo("Hallo Bo, es kommt am 25. November.");

        Answer changed = harness.put(AT + "/ship", "{\"name\":\"Shipped\",\"content\":\"Now {{name}}\"}");
        assertThat(changed.text("/version")).isEqualTo("2");
        JsonNode versions = harness.get(AT + "/ship/versions").json().path("items");
        assertThat(versions).hasSize(2);
        assertThat(harness.post(AT + "/ship/versions/1/restore", "").text("/version"))
                .isEqualTo("3");
        assertThat(harness.get(AT + "/ship").json().path("languages").toString())
                .isEqualTo("[\"de\",\"en\"]");

        JsonNode bundle = harness.get(AT + "/export").json();
        assertThat(harness.call("DELETE", AT + "/ship").send().status()).isEqualTo(204);
        assertThat(harness.get(AT + "/ship").status()).isEqualTo(404);
        Answer imported = harness.post(AT + "/import", bundle.toString());
        assertThat(imported.json().path("created").asInt()).isPositive();
        assertThat(harness.post(AT + "/import", bundle.toString()).text("/created"))
                .isEqualTo("0");
        assertThat(harness.get(AT + "/ship").text("/header/type")).isEqualTo("image");
    }

    @Test
    void flawsAreRefusedWithTheirPlaces(Harness harness) {
        Answer refused = harness.post(
                AT, "{\"id\":\"bad\",\"content\":\"Hi {{name}}\\nand {{oops\",\"variables\":[{\"name\":\"x\"}]}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/code")).isEqualTo("template_flawed");
        assertThat(refused.text("/detail"))
                .contains("The variable name is not declared. (en, line 1, column 4)")
                .contains("The variable oops is not closed by }}. (en, line 2, column 5)");
        Answer draft = harness.post(AT + "/preview", "{\"template\":{\"content\":\"a {{b\"}}");
        assertThat(draft.json().at("/flaws/0/column").asInt()).isEqualTo(3);
        assertThat(harness.post("/templates", "{\"id\":\"bad\",\"content\":\"{{oops\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theListPagesWithWhatIsBuiltIn(Harness harness) {
        for (String id : new String[] {"page-a", "page-b", "zz-last"}) {
            harness.put(AT + "/" + id, "{\"name\":\"Paged\",\"content\":\"x\",\"category\":\"service\"}");
        }
        String cursor = "";
        StringBuilder seen = new StringBuilder();
        do {
            JsonNode page = harness.get(AT + "?limit=2" + cursor).json();
            page.path("items")
                    .forEach(item -> seen.append(item.path("id").asString()).append(' '));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asString();
        } while (!cursor.isEmpty());
        assertThat(List.of(seen.toString().split(" ")))
                .isSorted()
                .doesNotHaveDuplicates()
                .contains("page-a", "page-b", "promo", "welcome", "zz-last");
        assertThat(harness.get(AT + "?q=PAGED&category=service").json().path("items"))
                .hasSize(3);
        assertThat(harness.get(AT + "/promo").json().path("variables").toString())
                .isEqualTo("[\"name\",\"discount\"]");
    }
}
