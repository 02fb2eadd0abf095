// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.audit.Audits;
import dev.switchboard.gateway.privacy.Keeper;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivacyIT {
    private static final Jid ALICE = Jid.pn("15550100002");
    private static final Jid BOB = Jid.pn("15550100003");

    private Path folder;
    private Harness harness;
    private volatile Instant now = Instant.parse("2026-05-01T10:00:00Z");

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        harness = Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofSeconds(10))),
                () -> now);
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    private Answer put(String path, String body) {
        return harness.call("PUT", path).body(body).send();
    }

    private void turn() {
        harness.gateway.part(Keeper.class).turn();
    }

    @Test
    void contentsThatAreNotKeptAreSealedUntilDeliveredAndThenGone() throws SQLException, IOException {
        FakeLink link = harness.linked("n-one");
        link.receives("BEFORE1", ALICE, "words from before");
        assertThat(put("/api/v1/sessions/n-one/data-policy", "{\"contents\":false}")
                        .text("/contents"))
                .isEqualTo("false");
        harness.network.mode = FakeNetwork.Mode.HOLD;
        Answer accepted = harness.post(
                "/api/v1/sessions/n-one/messages",
                "{\"to\":\"15550100002\",\"text\":\"hushed words\",\"id\":\"HUSH12345678\"}");
        assertThat(accepted.text("/message/text")).isEqualTo("hushed words");
        link.awaitHeld("HUSH12345678");
        assertThat(link.sent.getLast().content()).isEqualTo(new Content.Text("hushed words", Optional.empty()));
        link.receives("HUSHIN1", ALICE, "whispered words");
        assertThat(Tables.dump(folder)).contains("words from before").doesNotContain("hushed words", "whispered words");
        assertThat(harness.get("/api/v1/events?after=0&limit=500&session=n-one").body())
                .contains("whispered words");
        assertThat(harness.post(
                                "/api/v1/sessions/n-one/messages",
                                "{\"to\":\"15550100002\",\"text\":\"hushed words\",\"id\":\"HUSH12345678\"}")
                        .status())
                .isEqualTo(202);

        link.progresses("HUSH12345678", ALICE, Delivery.SENT);
        harness.network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
        now = now.plus(Duration.ofMinutes(11));
        turn();
        assertThat(Tables.dump(folder)).doesNotContain("words from before", "hushed words", "whispered words");
        String events =
                harness.get("/api/v1/events?after=0&limit=500&session=n-one").body();
        assertThat(events).contains("HUSHIN1").doesNotContain("whispered words");
        Answer message = harness.get("/api/v1/sessions/n-one/messages/HUSH12345678");
        assertThat(message.text("/status")).isEqualTo("sent");
        assertThat(message.json().has("text")).isFalse();
        assertThat(harness.get("/api/v1/sessions/n-one/messages/search?q=words").body())
                .doesNotContain("HUSH");
    }

    private void said(String session, String text) {
        Harness.eventually(
                text,
                () -> harness.network.sent.stream()
                        .anyMatch(sent -> sent.content() instanceof Content.Text(String words, var _, var _)
                                && words.equals(text)
                                && harness.get("/api/v1/sessions/" + session + "/messages/" + sent.id())
                                        .text("/status")
                                        .equals("sent")));
    }

    private String draft(String session, String phone, String name) {
        Answer made = harness.post(
                "/api/v1/campaigns",
                "{\"session\":\"" + session
                        + "\",\"name\":\"Sale\",\"templateId\":\"promo\",\"recipients\":[{\"phone\":\"" + phone
                        + "\",\"variables\":{\"name\":\"" + name + "\",\"discount\":\"5%\"}}]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("/campaign/id");
    }

    /// The time of readers that are there passes, and a turn is done.
    private void later() {
        now = now.plus(Duration.ofMinutes(11));
        turn();
    }

    @Test
    void whatAutomationsAndCampaignsWaitForIsSealedAndGoesWithItsEnd() throws Exception {
        FakeLink link = harness.linked("s-one");
        Jid dora = Jid.pn("15550100078");
        Answer automation = harness.post("/api/v1/automations", """
                {"name":"asks","session":"s-one","definition":{
                 "triggers":[{"type":"keyword","words":["begin"],"match":"exact"}],
                 "steps":[{"type":"ask","text":"Which colour?","save":"colour"},
                  {"type":"ask","text":"Which size?","save":"size"},{"type":"reply","text":"Thanks."}]}}""");
        assertThat(automation.status()).as(automation.body()).isEqualTo(201);
        draft("s-one", "15550100078", "Primrose");
        link.receives("SEALED000001", dora, "begin");
        said("s-one", "Which colour?");
        link.receives("SEALED000002", dora, "vermilion");
        said("s-one", "Which size?");
        assertThat(Tables.dump(folder)).contains("vermilion", "Primrose");

        put("/api/v1/sessions/s-one/data-policy", "{\"contents\":false}");
        String campaign = draft("s-one", "15550100079", "Marigold");
        later();
        assertThat(Tables.dump(folder)).doesNotContain("vermilion", "Primrose", "Marigold");
        String runs = "/api/v1/automations/" + automation.text("/id") + "/runs";
        String run = runs + "/" + harness.get(runs).text("/items/0/id");
        assertThat(harness.get(run).body()).contains("vermilion");

        link.receives("SEALED000003", dora, "tiny-size");
        said("s-one", "Thanks.");
        harness.post("/api/v1/campaigns/" + campaign + "/start", "");
        Harness.eventually(
                "the campaign wrote",
                () -> harness.network.sent.stream()
                        .anyMatch(sent -> sent.content() instanceof Content.Text(String words, var _, var _)
                                && words.contains("Marigold")));
        Harness.eventually(
                "the campaign is over",
                () -> harness.get("/api/v1/campaigns/" + campaign)
                        .text("/stage")
                        .equals("completed"));
        later();
        assertThat(Tables.dump(folder)).doesNotContain("vermilion", "tiny-size", "Primrose", "Marigold");
        assertThat(harness.get(run).body()).contains("finished").doesNotContain("vermilion");
        assertThat(Tables.values(folder, "SELECT variables FROM automation_run WHERE session_id = 's-one'"))
                .containsOnly("{}");
        assertThat(Tables.values(
                        folder,
                        "SELECT r.facts FROM campaign_recipient r JOIN campaign c ON c.ref = r.campaign_ref"
                                + " WHERE c.session_id = 's-one' AND r.state <> 'waiting'"))
                .containsExactly("{}");

        Map<String, String> parts =
                unzipped(harness.get("/api/v1/personal-data/15550100078").http().body());
        assertThat(parts.get("automations.ndjson")).contains("message:SEALED000001");
        assertThat(parts.get("campaigns.ndjson")).contains("Sale").contains("waiting");
        Answer erased =
                harness.call("DELETE", "/api/v1/personal-data/15550100078").send();
        assertThat(erased.json().at("/erased/automations").asInt()).isEqualTo(1);
        assertThat(erased.json().at("/erased/campaigns").asInt()).isEqualTo(1);
        assertThat(Tables.dump(folder)).doesNotContain("15550100078").contains("15550100079");
    }

    @Test
    void eventsThatAWebhookWaitsForAreSealedUntilItHasThem() throws Exception {
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            FakeLink link = harness.linked("w-one");
            put("/api/v1/sessions/w-one/data-policy", "{\"contents\":false}");
            String webhook = harness.post(
                            "/api/v1/webhooks",
                            "{\"url\":\"" + receiver.uri()
                                    + "\",\"events\":[\"message.received\"],\"sessions\":[\"w-one\"]}")
                    .text("/id");
            receiver.refuse(_ -> true, 500);
            link.receives("WAITS0000001", ALICE, "murmured words");
            receiver.await(1);
            later();
            assertThat(Tables.dump(folder)).doesNotContain("murmured words");
            assertThat(harness.get("/api/v1/events?after=0&limit=500&session=w-one")
                            .body())
                    .contains("murmured words");

            receiver.refuse(_ -> false, 200);
            now = now.plus(Duration.ofHours(12));
            link.receives("WAITS0000002", BOB, "and the courier looks again");
            String waiting = "/api/v1/webhooks/" + webhook + "/deliveries?state=waiting";
            Harness.eventually(
                    "delivered",
                    () -> harness.get("/api/v1/webhooks/" + webhook + "/deliveries?state=delivered")
                                            .json()
                                            .get("items")
                                            .size()
                                    == 2
                            && harness.get(waiting).json().get("items").isEmpty());
            assertThat(receiver.taken()).anyMatch(request -> request.body().contains("murmured words"));
            later();
            assertThat(harness.get("/api/v1/events?after=0&limit=500&session=w-one")
                            .body())
                    .contains("WAITS0000001")
                    .doesNotContain("murmured words");
            harness.call("DELETE", "/api/v1/webhooks/" + webhook).send();
        }
    }

    @Test
    void filesThatAreNotKeptGoWithTheirPreviewsThoughTheNetworkStillHasThem() throws Exception {
        FakeLink link = harness.linked("f-one");
        MediaIT.arrives(link, "FILE00000001", "where it is");
        assertThat(harness.get("/api/v1/sessions/f-one/media").json().get("items"))
                .hasSize(1);
        put("/api/v1/sessions/f-one/data-policy", "{\"contents\":false}");
        now = now.plus(Duration.ofMinutes(61));
        turn();
        assertThat(harness.get("/api/v1/sessions/f-one/media").json().get("items"))
                .isEmpty();
        assertThat(Tables.values(folder, "SELECT id FROM media")).isEmpty();
    }

    @Test
    void tenantsDecideForSessionsThatDoNot() {
        String rival = harness.otherTenant("hushed");
        assertThat(harness.call("PUT", "/api/v1/data-policy")
                        .key(rival)
                        .body("{\"contents\":false}")
                        .send()
                        .text("/contents"))
                .isEqualTo("false");
        harness.call("POST", "/api/v1/sessions")
                .key(rival)
                .body("{\"id\":\"h-one\"}")
                .send();
        assertThat(harness.call("GET", "/api/v1/sessions/h-one/data-policy")
                        .key(rival)
                        .send()
                        .json()
                        .has("contents"))
                .isTrue();
        assertThat(harness.get("/api/v1/data-policy").text("/contents")).isEqualTo("true");
        assertThat(harness.get("/api/v1/sessions/h-one/data-policy").status()).isEqualTo(404);
    }

    @Test
    void thingsGoWhenTheirTimeIsOver() {
        FakeLink link = harness.linked("r-one");
        link.receives("OLDMESSAGE1", ALICE, "old words");
        assertThat(put("/api/v1/data-policy", "{\"retention\":{\"messages\":30,\"events\":10,\"audit-message\":5}}")
                        .text("/retention/messages"))
                .isEqualTo("30");
        now = now.plus(Duration.ofDays(11));
        link.receives("NEWMESSAGE1", ALICE, "new words");
        turn();
        assertThat(harness.get("/api/v1/sessions/r-one/messages").body()).contains("old words", "new words");
        assertThat(harness.get("/api/v1/events?after=0&limit=500&session=r-one").body())
                .contains("new words")
                .doesNotContain("old words");
        now = now.plus(Duration.ofDays(20));
        turn();
        assertThat(harness.get("/api/v1/sessions/r-one/messages").body())
                .contains("new words")
                .doesNotContain("old words");
        assertThat(harness.get("/api/v1/audit?type=message&session=r-one").body())
                .doesNotContain("OLDMESSAGE1");
        assertThat(harness.gateway
                        .part(Audits.class)
                        .verify(new TenantId("main"))
                        .verified())
                .isTrue();
        assertThat(harness.get("/api/v1/audit?action=audit.pruned").json().path("items"))
                .isNotEmpty();
        put("/api/v1/data-policy", "{\"retention\":{}}");
        assertThat(put("/api/v1/data-policy", "{\"retention\":{\"cookies\":1}}").status())
                .isEqualTo(400);
        assertThat(put("/api/v1/data-policy", "{\"retention\":{\"media\":0}}").status())
                .isEqualTo(400);
    }

    private static Map<String, String> unzipped(byte[] zip) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                parts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    @Test
    void aPersonsDataAreExportedAndErasedAndTheAuditVerifiesAfterwards() throws IOException, SQLException {
        FakeLink link = harness.linked("p-one");
        Jid carol = Jid.pn("15550100077");
        link.receives("CAROL1", carol, "words of Carol");
        link.receives("BOB1", BOB, "words of Bob");
        harness.post("/api/v1/sessions/p-one/messages", "{\"to\":\"15550100077\",\"text\":\"words to Carol\"}");
        Harness.eventually(
                "sent",
                () -> harness.get("/api/v1/sessions/p-one/messages").body().contains("\"sent\""));

        Answer export = harness.get("/api/v1/personal-data/15550100077");
        assertThat(export.header("Content-Type")).isEqualTo("application/zip");
        Map<String, String> parts = unzipped(export.http().body());
        assertThat(parts.get("messages.ndjson"))
                .contains("words of Carol", "words to Carol")
                .doesNotContain("of Bob");
        assertThat(parts.get("about.json")).contains("15550100077@s.whatsapp.net");
        assertThat(parts).containsKeys("contacts.ndjson", "media.ndjson");

        Answer erased = harness.call("DELETE", "/api/v1/personal-data/+1 555 010 0077".replace(" ", "%20"))
                .send();
        assertThat(erased.status()).as(erased.body()).isEqualTo(200);
        assertThat(erased.json().at("/erased/messages").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(erased.json().at("/erased/audit").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(Tables.dump(folder))
                .doesNotContain("words of Carol", "words to Carol", "15550100077")
                .contains("words of Bob");
        assertThat(harness.get("/api/v1/events?after=0&limit=500&session=p-one").body())
                .doesNotContain("15550100077");
        var verdict = harness.gateway.part(Audits.class).verify(new TenantId("main"));
        assertThat(verdict.verified()).isTrue();
        assertThat(verdict.erased()).isPositive();
        assertThat(harness.get("/api/v1/personal-data/nonsense").status()).isEqualTo(400);
    }
}
