// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedGateway.class)
class AudienceIT {
    private static final String AT = "/api/v1/audience";

    @Test
    void peopleHaveTagsAndAreFound(Harness harness) {
        Answer kept = harness.put(
                AT + "/people/+1 555 010 7001".replace(" ", "%20"),
                "{\"name\":\"Ann\",\"language\":\"de\",\"variables\":{\"city\":\"Bonn\"},\"tags\":[\"vip\",\"north\"]}");
        assertThat(kept.status()).as(kept.body()).isEqualTo(200);
        harness.put(AT + "/people/15550107002", "{\"name\":\"Bo\",\"tags\":[\"vip\"]}");
        assertThat(harness.get(AT + "/people?tag=vip&tag=north")
                        .json()
                        .at("/items/0/name")
                        .asString())
                .isEqualTo("Ann");
        assertThat(harness.get(AT + "/people?q=5550107").json().path("items")).hasSize(2);
        assertThat(harness.post(AT + "/count", "{\"allTags\":[\"vip\"],\"noTags\":[\"north\"]}")
                        .text("/people"))
                .isEqualTo("1");
        harness.put(AT + "/filters/vips", "{\"query\":{\"anyTags\":[\"vip\",\"none\"]}}");
        JsonNode first = harness.get(AT + "/filters/vips/people?limit=1").json();
        assertThat(first.path("items")).hasSize(1);
        assertThat(harness.get(AT + "/filters/vips/people?limit=1&cursor="
                                + first.path("next").asString())
                        .json()
                        .path("items"))
                .hasSize(1);
        harness.put(AT + "/people/15550107001", "{\"tags\":[\"south\"]}");
        assertThat(harness.get(AT + "/people/15550107001").json().path("tags").toString())
                .isEqualTo("[\"south\"]");
        assertThat(harness.get(AT + "/people/15550107001").text("/variables/city"))
                .isEqualTo("Bonn");
        assertThat(harness.call("DELETE", AT + "/people/15550107001").send().status())
                .isEqualTo(204);
        assertThat(harness.get(AT + "/people/15550107001").status()).isEqualTo(404);
    }

    @Test
    void listsTakeFilesAndNameBadRows(Harness harness) {
        harness.put(AT + "/lists/customers", "{\"name\":\"Customers\"}");
        StringBuilder csv = new StringBuilder("phone,name\n");
        for (int i = 0; i < 1_200; i++) {
            csv.append("1555020").append(1_000 + i).append(",N").append(i).append('\n');
        }
        csv.append("nobody,x\n15550201000,again\n");
        Answer taken = harness.call("POST", AT + "/lists/customers/members")
                .type("text/csv")
                .body(csv.toString())
                .send();
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        assertThat(taken.text("/added")).isEqualTo("1200");
        assertThat(taken.text("/known")).isEqualTo("1");
        assertThat(taken.text("/badRows/0/line")).isEqualTo("1202");
        assertThat(harness.get(AT + "/lists/customers").text("/members")).isEqualTo("1200");
        harness.post(AT + "/lists/customers/members", "[{\"phone\":\"+15550209999\",\"tags\":[\"new\"]}]");
        assertThat(harness.get(AT + "/people?list=customers&tag=new").json().path("items"))
                .hasSize(1);
        assertThat(harness.call("DELETE", AT + "/lists/customers").send().status())
                .isEqualTo(204);
        assertThat(harness.get(AT + "/people/15550209999").status()).isEqualTo(200);
    }

    @Test
    void agentsTagAndNoteInTheirSessions(Harness harness) {
        FakeLink link = harness.linked("cards");
        link.receives("CARD1", Jid.pn("15550107003"), "hello");
        String at = "/api/v1/sessions/cards/contacts/15550107003";
        String agent = key(harness, "{\"name\":\"a\",\"role\":\"Agent\",\"sessions\":[\"cards\"]}");
        assertThat(harness.call("PUT", at + "/tags/vip")
                        .key(agent)
                        .body("")
                        .send()
                        .status())
                .isEqualTo(204);
        Answer note = harness.call("POST", at + "/notes")
                .key(agent)
                .body("{\"text\":\"calls back\"}")
                .send();
        assertThat(note.status()).as(note.body()).isEqualTo(201);
        assertThat(harness.get(at + "/tags").body()).isEqualTo("[\"vip\"]");
        assertThat(harness.get(at + "/notes").text("/items/0/text")).isEqualTo("calls back");
        assertThat(harness.call("GET", "/api/v1/sessions/cards/contacts/15550107099/notes")
                        .key(agent)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(harness.call("GET", AT + "/people").key(agent).send().status())
                .isEqualTo(403);
        assertThat(harness.call("DELETE", at + "/notes/" + note.text("/id"))
                        .key(agent)
                        .send()
                        .status())
                .isEqualTo(204);
    }

    private static String key(Harness harness, String body) {
        return harness.post("/api/v1/api-keys", body).text("/key");
    }

    @Test
    void whoSaysAStopWordIsSuppressedAtOnceAndComesBackByAnother(Harness harness) {
        FakeLink link = harness.linked("stops");
        harness.put(AT + "/opt-out", "{\"confirm\":\"everybody\"}");
        Jid ann = Jid.pn("15550107010");
        link.receives("STOP1", ann, "ARRÊT !");
        assertThat(harness.get(AT + "/suppression/15550107010").text("/word")).isEqualTo("arrêt");
        Harness.eventually(
                "the confirmation", () -> texts(harness, ann).stream().anyMatch(text -> text.contains("REPRENDRE")));
        link.receives("STOP2", ann, "stop");
        link.receives("STOP3", Jid.pn("15550107011"), "please stop here");
        link.receives("STOP4", ann, "Reprendre");
        assertThat(harness.get(AT + "/suppression/15550107010").status()).isEqualTo(404);
        assertThat(harness.get(AT + "/suppression/15550107011").status()).isEqualTo(404);
        Harness.eventually("the welcome", () -> texts(harness, ann).size() == 2);
        harness.put(AT + "/opt-out", "{}");
        link.receives("STOP5", ann, "stop");
        assertThat(harness.get(AT + "/suppression/15550107010").status()).isEqualTo(200);
        assertThat(harness.call("DELETE", AT + "/suppression/15550107010")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(texts(harness, ann)).hasSize(2);
    }

    private static List<String> texts(Harness harness, Jid to) {
        return harness.network.sent.stream()
                .filter(dispatch -> dispatch.to().equals(to))
                .map(dispatch -> ((dev.switchboard.gateway.provider.Content.Text) dispatch.content()).text())
                .toList();
    }
}
