// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.setup.SandboxPhone;
import dev.switchboard.testkit.SeededRandom;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(SharedGateway.class)
class SetupIT {
    private final Harness harness;

    SetupIT(Harness harness) {
        this.harness = harness;
    }

    /// Everybody has a setup of their own, so each test is somebody else.
    private String somebody(String role) {
        return harness.post("/api/v1/api-keys", "{\"name\":\"setup\",\"role\":\"" + role + "\"}")
                .text("/key");
    }

    private Answer call(String key, String method, String path, String body) {
        return harness.call(method, "/api/v1/setup" + path).key(key).body(body).send();
    }

    @Test
    void leadsFromTheTypeOfBusinessToATestMessage() {
        String key = somebody("Owner");
        assertThat(call(key, "GET", "", "").text("/step")).isEqualTo("business");
        assertThat(call(key, "GET", "/business-types", "").json().at("/items")).hasSizeGreaterThan(4);

        Answer business =
                call(key, "PUT", "/business", "{\"type\":\"salon\",\"name\":\"Salon Ada\",\"hours\":\"9:00 - 17:00\"}");
        assertThat(business.status()).as(business.body()).isEqualTo(200);
        assertThat(business.text("/step")).isEqualTo("link");
        assertThat(business.text("/suggestions/automations/0/type")).isEqualTo("appointment_reminder");
        assertThat(business.text("/suggestions/automations/1/config/businessHours"))
                .isEqualTo("9:00-17:00");

        Answer link = call(key, "POST", "/link", "{\"method\":\"qr\"}");
        assertThat(link.text("/link/session")).isEqualTo("salon-ada");
        assertThat(link.text("/link/qr")).contains("adv-secret-of-salon-ada");
        assertThat(link.text("/link/image")).startsWith("data:image/png;base64,");
        assertThat(call(key, "GET", "", "").json().at("/link").has("qr")).isFalse();
        harness.network.link("salon-ada").scanned();
        assertThat(call(key, "GET", "", "").text("/step")).isEqualTo("automations");

        Answer automations = call(
                key,
                "PUT",
                "/automations",
                "{\"items\":[{\"type\":\"away_message\",\"config\":{\"businessHours\":\"9:00-17:00\"}}]}");
        assertThat(automations.status()).as(automations.body()).isEqualTo(200);
        assertThat(automations.text("/automations/0/type")).isEqualTo("away_message");
        assertThat(automations.text("/step")).isEqualTo("templates");

        Answer templates = call(
                key,
                "PUT",
                "/templates",
                "{\"items\":[{\"id\":\"setup_hello\",\"name\":\"Hello\",\"content\":\"Hi {{name}}!\"}]}");
        assertThat(templates.text("/step")).isEqualTo("test");

        Answer test = call(key, "POST", "/test", "");
        assertThat(test.status()).as(test.body()).isEqualTo(200);
        assertThat(test.text("/test/status")).isEqualTo("sent");
        assertThat(test.text("/step")).isEqualTo("done");
        assertThat(harness.network.sent)
                .filteredOn(message -> message.id().equals(test.text("/test/messageId")))
                .singleElement()
                .satisfies(message -> assertThat(message.to().user()).isEqualTo("15550109999"));
        assertThat(call(key, "POST", "/finish", "").json().has("finishedAt")).isTrue();
        assertThat(call(key, "GET", "", "").json().at("/needed").asBoolean()).isFalse();
    }

    @Test
    void everySuggestionCanBeTaken() {
        String key = somebody("Owner");
        call(key, "PUT", "/business", "{\"type\":\"other\",\"name\":\"Every suggestion\"}");
        call(key, "POST", "/link", "{}");
        for (JsonNode type : call(key, "GET", "/business-types", "").json().at("/items")) {
            Answer business = call(
                    key,
                    "PUT",
                    "/business",
                    "{\"type\":\"" + type.get("id").asString()
                            + "\",\"name\":\"Every suggestion\",\"hours\":\"8-16\"}");
            for (String kind : List.of("automations", "templates")) {
                Answer taken = call(
                        key,
                        "PUT",
                        "/" + kind,
                        "{\"items\":" + items(business.json().at("/suggestions/" + kind)) + "}");
                assertThat(taken.status()).as(type + " " + taken.body()).isEqualTo(200);
            }
        }
        assertThat(call(key, "GET", "", "").json().at("/automations").size()).isGreaterThan(5);
    }

    private static JsonNode items(JsonNode suggestions) {
        ArrayNode items = Harness.JSON.createArrayNode();
        for (JsonNode suggestion : suggestions) {
            ObjectNode item = items.addObject();
            for (String field : List.of("type", "config", "id", "name", "content")) {
                boolean automation = suggestion.has("type");
                if (suggestion.has(field) && (!automation || !field.equals("name"))) {
                    item.set(field, suggestion.get(field));
                }
            }
        }
        return items;
    }

    @Test
    void canBeLeftSkippedAndBegunAnew() {
        String key = somebody("Admin");
        call(key, "PUT", "/business", "{\"type\":\"shop\",\"name\":\"Kiosk 7\"}");
        call(key, "POST", "/link", "{}");
        String another = somebody("Admin");
        assertThat(call(another, "GET", "", "").text("/step")).isEqualTo("business");
        assertThat(call(key, "GET", "", "").text("/link/session")).isEqualTo("kiosk-7");
        assertThat(call(key, "POST", "/link", "{}").text("/link/session")).isEqualTo("kiosk-7");

        assertThat(call(key, "POST", "/steps/link/skip", "").status()).isEqualTo(400);
        for (String step : new String[] {"automations", "templates", "test"}) {
            call(key, "POST", "/steps/" + step + "/skip", "");
        }
        assertThat(call(key, "GET", "", "").json().findValuesAsString("state"))
                .startsWith("done", "open", "skipped", "skipped", "skipped");
        assertThat(call(key, "DELETE", "", "").status()).isEqualTo(204);
        assertThat(call(key, "GET", "", "").text("/step")).isEqualTo("business");
    }

    @Test
    void linksByCodeAndSaysWhatIsWrong() {
        String key = somebody("Owner");
        assertThat(call(key, "PUT", "/business", "{\"type\":\"circus\"}").text("/accepted"))
                .contains("salon");
        assertThat(call(key, "PUT", "/business", "{\"type\":\"shop\",\"hours\":\"always\"}")
                        .status())
                .isEqualTo(400);
        assertThat(call(key, "POST", "/test", "").text("/code")).isEqualTo("not_connected");
        assertThat(call(key, "PUT", "/automations", "{\"items\":[]}").status()).isEqualTo(409);
        call(key, "PUT", "/business", "{\"type\":\"clinic\",\"name\":\"…\"}");
        assertThat(call(key, "POST", "/link", "{\"method\":\"code\",\"phone\":\"x\"}")
                        .text("/code"))
                .isEqualTo("invalid_phone");
        assertThat(call(key, "POST", "/link", "{\"method\":\"code\",\"phone\":\"+1 555 010 0001\"}")
                        .text("/link/code"))
                .isEqualTo("ABCD-EFGH");
        assertThat(call(key, "POST", "/link", "{\"session\":\"no-such\"}").status())
                .isEqualTo(404);
        assertThat(call(key, "POST", "/scan", "").status()).isEqualTo(404);
        assertThat(call(somebody("Viewer"), "PUT", "/business", "{\"type\":\"shop\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void simulatedPhoneScansAndTheSetupSurvivesARestart(@TempDir Path folder) {
        FakeNetwork network = new FakeNetwork();
        SandboxPhone phone = qr -> {
            network.link("till").scanned();
            return new SandboxPhone.Scan.Taken("15550109999");
        };
        try (RunningGateway gateway = open(folder, network, phone)) {
            Answer fresh = Harness.of(gateway, folder).get("/api/v1/setup");
            assertThat(fresh.json().at("/needed").asBoolean()).isTrue();
            assertThat(fresh.json().at("/sandboxPhones").asBoolean()).isTrue();
            Harness caller = Harness.of(gateway, folder);
            caller.call("PUT", "/api/v1/setup/business")
                    .body("{\"type\":\"shop\",\"name\":\"Till\"}")
                    .send();
            Answer scanned = caller.post("/api/v1/setup/scan", "");
            assertThat(scanned.text("/link/state")).isEqualTo("connected");
            assertThat(scanned.text("/step")).isEqualTo("automations");
        }
        try (RunningGateway gateway = open(folder, network, phone)) {
            Answer resumed = Harness.of(gateway, folder).get("/api/v1/setup");
            assertThat(resumed.text("/step")).isEqualTo("automations");
            assertThat(resumed.text("/business/name")).isEqualTo("Till");
            assertThat(resumed.json().at("/needed").asBoolean()).isFalse();
        }
    }

    private static RunningGateway open(Path folder, FakeNetwork network, SandboxPhone phone) {
        return GatewayApplication.start(
                GatewayConfig.builder(folder).port(0).limits(SendLimits.OFF).build(),
                new Collaborators(InstantSource.system(), new SeededRandom(7), network::provider, Optional.empty())
                        .withPhone(phone));
    }
}
