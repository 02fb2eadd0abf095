// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.audit.Audits;
import dev.switchboard.gateway.privacy.Keeper;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
        harness = Harness.start(folder, new FakeNetwork(), config -> config, () -> now);
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
