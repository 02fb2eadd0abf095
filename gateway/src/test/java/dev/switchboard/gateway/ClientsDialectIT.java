// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static dev.switchboard.gateway.Harness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.settings.PortRole;
import dev.switchboard.gateway.settings.RolePort;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.wire.jid.Jid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What seed 000 documents, request by request.
class ClientsDialectIT {
    private static final String CLIENT = "my-whatsapp-client";
    private static final SendLimits NO_GAP = new SendLimits(true, 20, 100, 1000, Duration.ZERO, Duration.ZERO);

    @TempDir
    private Path folder;

    private Harness harness;

    @BeforeEach
    void start() {
        harness = demo(SendLimits.OFF);
    }

    private Harness demo(SendLimits limits) {
        return Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.demo(true).limits(limits).morePorts(List.of(new RolePort(0, PortRole.CLIENTS))));
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private Answer get(String path) {
        return harness.call("GET", path).noKey().send();
    }

    private Answer post(String path, String body) {
        return harness.call("POST", path).noKey().body(body).send();
    }

    private void link(String client) {
        if (!get("/client/" + client + "/status").json().has("clientId")) {
            post("/client/create", "{\"clientId\":\"" + client + "\"}");
        }
        harness.network.link(client).scanned();
        harness.network
                .link(client)
                .happens(new dev.switchboard.gateway.provider.ProviderEvent.Named(
                        dev.switchboard.gateway.provider.Party.of(FakeLink.OWN.bare()), true, "John Doe"));
    }

    @Test
    void everyDocumentedRequestIsAnsweredAsDocumented() {
        Documented documented = Documented.of("clients", harness);
        assertThat(documented.make("create client").text("/message")).isEqualTo("Client created successfully");
        Answer qr = documented.make("get qr code");
        assertThat(qr.text("/qr")).startsWith("data:image/png;base64,iVBORw0KGgo");
        assertThat(qr.text("/raw")).startsWith("2@");
        link(CLIENT);
        Answer status = documented.make("check client status");
        assertThat(status.text("/status")).isEqualTo("connected");
        assertThat(status.text("/info/pushname")).isEqualTo("John Doe");
        assertThat(status.text("/info/phone")).isEqualTo("15550109999");
        assertThat(status.text("/info/platform")).isEqualTo("android");
        documented.make("list all clients");
        assertThat(documented.make("send message").text("/messageId")).matches("true_1234567890@c\\.us_[A-Z0-9]{8,}");
        documented.make("authenticated send");
        documented.make("health check");
        documented.make("get metrics");
        documented.make("get message history");
        documented.make("get audit logs");
        documented.make("get templates");
        String campaign = documented.make("create campaign").text("/campaignId");
        documented.make("start campaign", ":campaignId", campaign);
        documented.make("get automation templates");
        documented.make("activate automation");
        documented.complete();
    }

    @Test
    void secondCreateOfAnIdIs409AndAnIdIsMintedWhereNoneIsNamed() {
        post("/client/create", "{\"clientId\":\"twice\"}");
        Answer again = post("/client/create", "{\"clientId\":\"twice\"}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("success").asBoolean(true)).isFalse();
        assertThat(again.text("/error")).isEqualTo("Client already exists");
        assertThat(post("/client/create", "").text("/clientId")).matches("[0-9a-f-]{36}");
        assertThat(post("/client/create", "{\"clientId\":\"no spaces\"}").status())
                .isEqualTo(400);
    }

    @Test
    void beforeThereIsAQrCodeItIsNotAvailable() {
        harness.post("/api/v1/sessions", "{\"id\":\"resting\",\"connect\":false}");
        Answer none = get("/client/resting/qr");
        assertThat(none.json().path("success").asBoolean(true)).isFalse();
        assertThat(none.text("/error")).isEqualTo("QR code not available");
        assertThat(get("/client/nobody/qr").status()).isEqualTo(404);
        assertThat(get("/client/nobody/qr").text("/error")).isEqualTo("Client not found");
    }

    @Test
    void statusFollowsTheLink() {
        post("/client/create", "{\"clientId\":\"c\"}");
        assertThat(get("/client/c/status").text("/status")).isEqualTo("waiting_for_qr");
        assertThat(get("/client/c/status").json().path("hasQR").asBoolean()).isTrue();
        assertThat(get("/client/c/status").text("/info/pushname")).isEmpty();
        link("c");
        harness.network.link("c").enters(dev.switchboard.gateway.provider.LinkState.FAILED, "refused");
        assertThat(get("/client/c/status").text("/status")).isEqualTo("error");
    }

    @Test
    void whoIsNotConnectedIsToldSo() {
        post("/client/create", "{\"clientId\":\"c\"}");
        Answer refused = post("/client/c/send", "{\"to\":\"1234567890@c.us\",\"message\":\"x\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/error")).isEqualTo("Client not connected");
    }

    @Test
    void numbersInOtherFormsAreRefusedWithTheDocumentedAdvice() {
        link("c");
        for (String wrong : List.of("+1 (415) 555-1234", "hello", "", "123@c.us")) {
            Answer refused = post("/client/c/send", "{\"to\":\"" + wrong + "\",\"message\":\"x\"}");
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.text("/advice")).contains("[country code][number]@c.us");
        }
        for (String right : List.of("14155551234@c.us", "+14155551234", "14155551234", "14155551234@s.whatsapp.net")) {
            assertThat(post("/client/c/send", "{\"to\":\"" + right + "\",\"message\":\"x\"}")
                            .text("/messageId"))
                    .startsWith("true_14155551234@c.us_");
        }
        assertThat(post("/client/c/send", "{\"to\":\"14155551234@c.us\"}").status())
                .isEqualTo(400);
    }

    @Test
    void historyHasBothDirections() {
        link("c");
        post("/client/c/send", "{\"to\":\"15550100002@c.us\",\"message\":\"out\"}");
        eventually(
                "it is sent",
                () -> get("/messages/history?clientId=c")
                        .text("/messages/0/status")
                        .equals("sent"));
        harness.network.link("c").receives("IN1234567", Jid.pn("15550100002"), "in");
        JsonNode messages = get("/messages/history?clientId=c").json().path("messages");
        assertThat(messages.get(0).path("type").asString()).isEqualTo("inbound");
        assertThat(messages.get(0).path("from").asString()).isEqualTo("15550100002@c.us");
        assertThat(messages.get(0).path("to").asString()).isEqualTo("c");
        assertThat(messages.get(1).path("type").asString()).isEqualTo("outbound");
        assertThat(messages.get(1).path("status").asString()).isEqualTo("sent");
        assertThat(get("/messages/history?clientId=nobody").json().path("messages"))
                .isEmpty();
        assertThat(get("/messages/history?clientId=c&limit=1").json().path("messages"))
                .hasSize(1);
        assertThat(get("/messages/history?clientId=c&limit=1")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void limitsRefuseAndSayWhenToComeBack() {
        harness.close();
        harness = demo(NO_GAP);
        link("c");
        for (int i = 0; i < 20; i++) {
            assertThat(post("/client/c/send", "{\"to\":\"15550100002@c.us\",\"message\":\"x\"}")
                            .status())
                    .isEqualTo(200);
        }
        Answer refused = post("/client/c/send", "{\"to\":\"15550100002@c.us\",\"message\":\"x\"}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("/error")).contains("Rate limit").contains("Retry after");
        assertThat(refused.json().path("retryAfter").asInt()).isBetween(1, 60);
        assertThat(refused.header("Retry-After")).isEqualTo(refused.text("/retryAfter"));
    }

    @Test
    void campaignSendsEachRecipientOneMessage() {
        link("c");
        String body = """
                {"name":"n","templateId":"promo","clientId":"c","recipients":[
                 {"phone":"15550100002@c.us","variables":{"name":"John","discount":"20%"}},
                 {"phone":"15550100003@c.us","variables":{"name":"Jane","discount":"25%"}}],"schedule":"2025-11-25T09:00:00Z"}""";
        String id = post("/campaigns", body).text("/campaignId");
        assertThat(get("/campaigns/" + id).text("/campaign/status")).isEqualTo("draft");
        assertThat(post("/campaigns/" + id + "/start", "").status()).isEqualTo(200);
        assertThat(post("/campaigns/" + id + "/start", "").status()).isEqualTo(200);
        eventually(
                "campaign is over",
                () -> "completed".equals(get("/campaigns/" + id).text("/campaign/status")));
        assertThat(harness.network.sent.stream().map(Dispatch::to))
                .containsExactly(Jid.pn("15550100002"), Jid.pn("15550100003"));
        assertThat(((Content.Text) harness.network.sent.getFirst().content()).text())
                .contains("John")
                .contains("20%");
        Dispatch first = harness.network.sent.getFirst();
        harness.network.link("c").progresses(first.id(), first.to(), Delivery.READ);
        JsonNode analytics = get("/campaigns/" + id + "/analytics").json().path("analytics");
        assertThat(analytics.path("sent").asInt()).isEqualTo(2);
        assertThat(analytics.path("read").asInt()).isEqualTo(1);
        assertThat(get("/campaigns/" + id + "/progress")
                        .json()
                        .at("/progress/percent")
                        .asInt())
                .isEqualTo(100);
    }

    @Test
    void scheduledCampaignStartsByItself() {
        link("c");
        String when = java.time.Instant.now().plusMillis(700).toString();
        post(
                "/campaigns",
                "{\"name\":\"n\",\"templateId\":\"welcome\",\"clientId\":\"c\",\"schedule\":\"" + when
                        + "\",\"recipients\":[{\"phone\":\"15550100002@c.us\",\"variables\":{\"name\":\"A\",\"business\":\"B\"}}]}");
        eventually("the message goes", () -> harness.network.sent.size() == 1);
        assertThat(((Content.Text) harness.network.sent.getFirst().content()).text())
                .isEqualTo("Hi A, welcome to B!");
    }

    @Test
    void campaignsThatCannotBeAreRefused() {
        link("c");
        for (String body : List.of(
                "{\"name\":\"n\",\"templateId\":\"promo\",\"clientId\":\"c\",\"recipients\":[]}",
                "{\"name\":\"n\",\"templateId\":\"promo\",\"clientId\":\"c\"}",
                "{\"templateId\":\"promo\",\"clientId\":\"c\",\"recipients\":[{\"phone\":\"15550100002\"}]}",
                "{\"name\":\"n\",\"templateId\":\"promo\",\"clientId\":\"c\",\"recipients\":[{\"phone\":\"15550100002\"}]}",
                "{\"name\":\"n\",\"templateId\":\"promo\",\"clientId\":\"c\",\"schedule\":\"soon\",\"recipients\":[{\"phone\":\"15550100002\",\"variables\":{\"name\":\"a\",\"discount\":\"b\"}}]}")) {
            assertThat(post("/campaigns", body).status()).as(body).isEqualTo(400);
        }
        assertThat(post("/campaigns", "{\"name\":\"n\",\"templateId\":\"none\",\"clientId\":\"c\",\"recipients\":[{}]}")
                        .status())
                .isEqualTo(404);
        assertThat(get("/campaigns/none").status()).isEqualTo(404);
    }

    @Test
    void activatedAutoReplyAnswersOnce() {
        link("c");
        harness.call("POST", "/automations/activate")
                .noKey()
                .header("x-client-id", "c")
                .body(
                        "{\"type\":\"customer_service\",\"templateId\":\"auto_reply\",\"config\":{\"replyMessage\":\"Thanks, {{name}}!\"}}")
                .send();
        harness.network.link("c").receives("IN7654321", Jid.pn("15550100002"), "hello?");
        eventually("the answer goes", () -> harness.network.sent.size() == 1);
        harness.network.link("c").receives("IN7654321", Jid.pn("15550100002"), "hello?");
        harness.network.link("c").receives("IN7654322", Jid.pn("15550100002"), "again");
        eventually("the second answer goes", () -> harness.network.sent.size() == 2);
        Dispatch answer = harness.network.sent.getFirst();
        assertThat(answer.to()).isEqualTo(Jid.pn("15550100002"));
        assertThat(((Content.Text) answer.content()).text()).isEqualTo("Thanks, Somebody!");
    }

    @Test
    void axiosSendsAFormTypeEvenWithoutABody() {
        link("c");
        assertThat(harness.call("POST", "/client/create")
                        .noKey()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(harness.call("POST", "/client/create")
                        .noKey()
                        .type("application/x-www-form-urlencoded")
                        .body("clientId=x")
                        .send()
                        .status())
                .isEqualTo(415);
        Answer malformed = post("/client/create", "{");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.json().path("success").asBoolean(true)).isFalse();
        assertThat(harness.call("PUT", "/clients").noKey().send().text("/error"))
                .isNotBlank();
        assertThat(harness.call("GET", "/clients").key("wrong").send().status()).isEqualTo(401);
        assertThat(harness.call("GET", "/clients")
                        .key("wrong")
                        .send()
                        .json()
                        .path("success")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void appointmentsAreRemindedOf() {
        link("c");
        String soon = java.time.Instant.now().plusSeconds(3_600).toString();
        String over = java.time.Instant.now().minusSeconds(3_600).toString();
        Answer active = harness.call("POST", "/automations/activate")
                .noKey()
                .header("x-client-id", "c")
                .body(
                        "{\"type\":\"appointments\",\"templateId\":\"appointment_reminder\",\"config\":{\"reminderMessage\":\"{{name}}, soon!\","
                                + "\"appointments\":[{\"phone\":\"15550100002@c.us\",\"name\":\"Ann\",\"time\":\""
                                + soon + "\"},"
                                + "{\"phone\":\"15550100003@c.us\",\"time\":\"" + over + "\"}]}}")
                .send();
        assertThat(active.status()).as(active.body()).isEqualTo(200);
        eventually("the reminder goes", () -> harness.network.sent.size() == 1);
        assertThat(((Content.Text) harness.network.sent.getFirst().content()).text())
                .isEqualTo("Ann, soon!");
    }

    @Test
    void awayAndWelcomeFollowTheCompanysHours() {
        link("c");
        post(
                "/api/whatsapp/sessions/c/initialize",
                "{\"config\":{\"greetingMessage\":\"Welcome!\",\"workingHours\":\"0:00-0:00\"}}");
        for (String kind : List.of("welcome_message", "away_message")) {
            harness.call("POST", "/automations/activate")
                    .noKey()
                    .header("x-client-id", "c")
                    .body("{\"templateId\":\"" + kind + "\"}")
                    .send();
        }
        harness.network.link("c").receives("IN7654321", Jid.pn("15550100002"), "hello?");
        eventually("both go", () -> harness.network.sent.size() == 2);
        harness.network.link("c").receives("IN7654322", Jid.pn("15550100002"), "hello again?");
        eventually("only the away message goes again", () -> harness.network.sent.size() == 3);
        assertThat(harness.network.sent.stream().map(sent -> ((Content.Text) sent.content()).text()))
                .filteredOn("Welcome!"::equals)
                .hasSize(1);
    }

    @Test
    void leadsAreAskedOneQuestionAfterTheOther() {
        link("c");
        harness.call("POST", "/automations/activate")
                .noKey()
                .header("x-client-id", "c")
                .body(
                        "{\"type\":\"sales\",\"templateId\":\"lead_qualification\",\"config\":{\"questions\":[\"What?\",\"When?\"],\"completionMessage\":\"Done.\"}}")
                .send();
        List<String> expected = List.of("What?", "When?", "Done.");
        for (int i = 0; i < 3; i++) {
            harness.network.link("c").receives("IN765432" + i, Jid.pn("15550100002"), "answer " + i);
            int count = i + 1;
            eventually("question " + count, () -> harness.network.sent.size() == count);
            assertThat(((Content.Text) harness.network.sent.get(i).content()).text())
                    .isEqualTo(expected.get(i));
        }
    }
}
