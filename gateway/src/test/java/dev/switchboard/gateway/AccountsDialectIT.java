// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.settings.LinkingSettings;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What seed 002 documents, request by request.
class AccountsDialectIT {
    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");

    @TempDir
    private Path folder;

    private Harness harness;

    private void start(LinkingSettings linking, int perDay) {
        harness = Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.demo(true)
                        .limits(new SendLimits(true, 100, 100, perDay, Duration.ZERO, Duration.ZERO))
                        .linking(linking),
                clock);
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private Answer get(String path) {
        return harness.call("GET", path).noKey().send();
    }

    @Test
    void everyDocumentedRequestIsAnsweredAsDocumented() {
        start(LinkingSettings.STANDARD, 1000);
        Documented documented = Documented.of("accounts", harness);
        String id = documented.make("connect account").text("/data/accountId");
        assertThat(id).matches("[0-9a-f-]{36}");
        Answer qr = documented.make("get qr code", ":accountId", id);
        assertThat(Base64.getDecoder().decode(qr.text("/data/qrCode"))).startsWith(0x89, 'P', 'N', 'G');
        assertThat(qr.text("/data/expiresAt"))
                .isEqualTo(clock.instant().plusSeconds(120).toString());
        JsonNode listed = documented.make("get all accounts").json();
        assertThat(listed.path("count").asInt()).isEqualTo(2);
        harness.network.link(id).scanned();
        Answer details = documented.make("get account details", ":accountId", id);
        assertThat(details.text("/data/phoneNumber")).isEqualTo("+15550109999");
        assertThat(details.text("/data/displayName")).isEqualTo("My Business");
        assertThat(details.json().at("/data/isConnected").asBoolean()).isTrue();
        Answer health = documented.make("get account health", ":accountId", id);
        assertThat(health.text("/data/healthStatus")).isEqualTo("Healthy");
        assertThat(health.text("/data/clientInfo/wid/user")).isEqualTo("15550109999");
        documented.make("disconnect account", ":accountId", id);
        assertThat(get("/api/v1/sessions/" + id).text("/state")).isEqualTo("logged_out");
        assertThat(get("/api/v1/whatsapp/qr-code/" + id).status()).isEqualTo(400);
        documented.complete();
    }

    private JsonNode health() {
        return get("/api/v1/whatsapp/health/a").json().path("data");
    }

    @Test
    void usageMakesHealth() {
        start(LinkingSettings.STANDARD, 10);
        harness.linked("a");
        for (int sent = 1; sent <= 10; sent++) {
            harness.call("POST", "/client/a/send")
                    .noKey()
                    .body("{\"to\":\"15550100002@c.us\",\"message\":\"x\"}")
                    .send();
            int usage = 10 * sent;
            Harness.eventually(
                    "message " + sent + " is sent",
                    () -> health().path("usagePercentage").asInt() == usage);
            JsonNode health = health();
            assertThat(health.path("healthStatus").asString())
                    .as("after " + sent)
                    .isEqualTo(sent < 7 ? "Healthy" : sent <= 9 ? "Warning" : "Critical");
        }
        harness.network.link("a").enters(LinkState.FAILED, "refused");
        assertThat(get("/api/v1/whatsapp/health/a").text("/data/healthStatus")).isEqualTo("Critical");
    }

    @Test
    void codesExpire() {
        start(
                new LinkingSettings(
                        false, Optional.empty(), Duration.ofMillis(1), Duration.ofSeconds(60), "baileys", 5),
                10);
        String id =
                harness.call("POST", "/api/v1/whatsapp/connect").noKey().send().text("/data/accountId");
        clock.advance(Duration.ofMillis(2));
        Answer expired = get("/api/v1/whatsapp/qr-code/" + id);
        assertThat(expired.status()).isEqualTo(400);
        assertThat(expired.json().path("success").asBoolean(true)).isFalse();
        assertThat(expired.text("/message")).contains("expired");
        Answer unknown = get("/api/v1/whatsapp/accounts/none");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text("/message")).isEqualTo("Account not found");
    }
}
