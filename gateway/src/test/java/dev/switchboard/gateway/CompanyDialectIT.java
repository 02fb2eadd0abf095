// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.settings.LinkingSettings;
import dev.switchboard.gateway.settings.SendLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What seeds 003 and 004 document, request by request; they share addresses.
class CompanyDialectIT {
    private static final SendLimits NO_GAP = new SendLimits(true, 20, 100, 1000, Duration.ZERO, Duration.ZERO);

    @TempDir
    private Path folder;

    private Harness harness;

    @BeforeEach
    void start() {
        harness = Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.demo(true)
                        .limits(NO_GAP)
                        .linking(new LinkingSettings(
                                false,
                                Optional.of("79686484488"),
                                Duration.ofMinutes(2),
                                Duration.ofSeconds(60),
                                "baileys",
                                5)));
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

    @Test
    void everyDocumentedCompanyRequestIsAnsweredAsDocumented() {
        Documented documented = Documented.of("company", harness);
        Answer begun = documented.make("initialize company session");
        assertThat(begun.text("/data/code")).isEqualTo("ABCD-EFGH");
        Answer code = documented.make("request pairing code");
        assertThat(code.text("/data/code")).isEqualTo("ABCD-EFGH");
        assertThat(code.json().at("/data/expiresIn").asInt()).isBetween(50, 60);
        post("/api/whatsapp/sessions/123456/initialize", "");
        assertThat(documented.make("get qr code").text("/data/qr")).startsWith("2@");
        documented.make("error");
        harness.network.link("962302").scanned();
        Answer status = documented.make("get session status");
        assertThat(status.text("/data/user/id")).isEqualTo("15550109999@s.whatsapp.net");
        assertThat(status.text("/data/user/name")).isEqualTo("15550109999");
        documented.make("send message");
        harness.network.link("123456").enters(LinkState.DISCONNECTED, "scan-timed-out");
        JsonNode sessions = documented.make("get all sessions").json();
        assertThat(sessions.at("/data/962302/connected").asBoolean()).isTrue();
        assertThat(sessions.at("/data/123456/status").asString()).isEqualTo("disconnected");
        assertThat(sessions.at("/summary/total").asInt()).isEqualTo(3);
        assertThat(documented.make("health check").text("/data/memoryUsage")).matches("\\d+MB");
        assertThat(documented.make("session metrics").text("/data/levels/uptimePercent"))
                .isEqualTo("Good");
        harness.network.parts.give(
                "ProviderPeople.check",
                List.of(new ProviderPeople.Check("79001234567", true, Optional.empty(), false)));
        JsonNode finding = documented.make("diagnose issues").json().path("data");
        assertThat(finding.path("healthy").asBoolean()).isTrue();
        assertThat(finding.path("checks").findValuesAsString("name"))
                .containsExactly("session", "number", "limits", "recipient");
        assertThat(documented.make("disconnect session").text("/data/status")).isEqualTo("disconnected");
        documented.complete();
    }

    @Test
    void everyDocumentedSingleRequestIsAnsweredAsDocumented() {
        Documented documented = Documented.of("single", harness);
        documented.make("server health");
        Answer waiting = documented.make("client status");
        assertThat(waiting.text("/data/state")).isEqualTo("qr_ready");
        assertThat(waiting.json().at("/data/hasQR").asBoolean()).isTrue();
        assertThat(documented.make("qr code").text("/data/qrImage")).startsWith("data:image/png;base64,");
        harness.network.link("default").scanned();
        documented.make("send a message");
        documented.make("service health");
        Answer info = documented.make("session information");
        assertThat(info.text("/data/state")).isEqualTo("ready");
        assertThat(info.text("/data/clientId")).isEqualTo("default");
        documented.make("force reconnection");
        documented.make("clean up sessions");
        assertThat(get("/api/whatsapp/status").text("/data/state")).isEqualTo("ready");
        assertThat(get("/api/whatsapp/qr").status()).isEqualTo(409);
        assertThat(get("/api/whatsapp/qr").text("/error/code")).isEqualTo("QR_CODE_ERROR");
        documented.complete();
    }

    @Test
    void bodiesAreValidated() {
        harness.network.link("default").scanned();
        for (String body : List.of(
                "{\"phone\":\"123456789\",\"message\":\"x\"}",
                "{\"phone\":\"1234567890123456\",\"message\":\"x\"}",
                "{\"phone\":\"hello\",\"message\":\"x\"}",
                "{\"message\":\"x\"}",
                "{\"phone\":\"79001234567\"}",
                "{\"phone\":\"79001234567\",\"message\":\"" + "x".repeat(4097) + "\"}",
                "{")) {
            Answer refused = post("/api/whatsapp/send", body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.text("/error/code")).isEqualTo("VALIDATION_ERROR");
            assertThat(refused.json().at("/error/details").isObject()).isTrue();
            assertThat(refused.json().at("/error/isRetryable").asBoolean(true)).isFalse();
            assertThat(refused.json().at("/error/retryAfter").isNull()).isTrue();
        }
        String commented = """
                {
                  "phone": "79001234567",
                  "message": "see // and /* in it */",
                  "companyId": "default"  // optional
                }
                """;
        assertThat(post("/api/whatsapp/send", commented).status()).isEqualTo(200);
        assertThat(post("/api/whatsapp/send", "{\"phone\":\"+7 (900) 123-45-67\",\"message\":\"x\"}")
                        .status())
                .isEqualTo(200);
        assertThat(post("/api/whatsapp/send", "{\"phone\":\"79001234567\",\"message\":\"" + "x".repeat(4096) + "\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void fileThatCannotBeHadIsAWrongValue() {
        harness.network.link("default").scanned();
        Answer refused = post(
                "/api/whatsapp/send-media",
                "{\"phone\":\"79001234567\",\"mediaUrl\":\"http://127.0.0.1:1/image.jpg\",\"type\":\"image\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/error/code")).isEqualTo("VALIDATION_ERROR");
        assertThat(refused.text("/error/details/field")).isEqualTo("mediaUrl");
        assertThat(refused.text("/error/details/reason")).isEqualTo("media_not_fetched");
    }

    @Test
    void errorsHaveTheirClasses() {
        Answer unknown = get("/api/whatsapp/sessions/none/status");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text("/error/code")).isEqualTo("SESSION_ERROR");
        assertThat(harness.call("GET", "/api/whatsapp/sessions")
                        .key("wrong")
                        .send()
                        .text("/error/code"))
                .isEqualTo("AUTHENTICATION_ERROR");
        post("/api/whatsapp/sessions/c/initialize", "");
        Answer refused = post("/api/whatsapp/sessions/c/pairing-code", "{\"phoneNumber\":\"15550100000\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/error/code")).isEqualTo("PAIRING_CODE_ERROR");
        harness.network.link("c").scanned();
        harness.network.mode = FakeNetwork.Mode.REJECT;
        Answer failed = post("/api/whatsapp/send", "{\"phone\":\"79001234567\",\"message\":\"x\",\"companyId\":\"c\"}");
        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.text("/error/code")).isEqualTo("MESSAGE_SEND_ERROR");
        harness.network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
        for (int i = 1; i < 20; i++) {
            post("/api/whatsapp/send", "{\"phone\":\"79001234567\",\"message\":\"x\",\"companyId\":\"c\"}");
        }
        Answer limited =
                post("/api/whatsapp/send", "{\"phone\":\"79001234567\",\"message\":\"x\",\"companyId\":\"c\"}");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.text("/error/code")).isEqualTo("RATE_LIMIT_ERROR");
        assertThat(limited.json().at("/error/retryAfter").asInt()).isBetween(1, 60);
    }

    @Test
    void codeIsOfferedByItselfAfterThreeQrCodesInVain() {
        post(
                "/api/whatsapp/sessions/c/initialize",
                "{\"name\":\"Salon\",\"config\":{\"greetingMessage\":\"Welcome!\",\"workingHours\":\"9:00-18:00\"}}");
        post("/connect", "{\"sessionId\":\"labelled\",\"phoneNumber\":\"+1234567890\"}");
        for (String id : List.of("labelled", "c")) {
            for (int i = 0; i < 3; i++) {
                harness.network
                        .link(id)
                        .happens(new ProviderEvent.QrOffered(
                                "2@another" + i, Instant.now().plusSeconds(20)));
            }
        }
        Harness.eventually(
                "a code is asked for",
                () -> "pairing_code"
                        .equals(get("/api/whatsapp/sessions/c/status").text("/data/status")));
        assertThat(get("/api/whatsapp/sessions/labelled/status").text("/data/status"))
                .isEqualTo("qr");
    }

    @Test
    void liveCodeIsAnsweredWhileItIsBeingTyped() {
        String body = "{\"phoneNumber\":\"79001234567\"}";
        String code = post("/api/whatsapp/sessions/c/pairing-code", body).text("/data/code");
        harness.network.link("c").enters(LinkState.PAIRING, "phone-answered");
        Answer again = post("/api/whatsapp/sessions/c/pairing-code", body);
        assertThat(again.text("/data/code")).isEqualTo(code);
        assertThat(again.json().at("/data/expiresIn").asInt()).isBetween(1, 60);
        assertThat(get("/api/whatsapp/sessions/c/status").text("/data/status")).isEqualTo("connecting");
    }

    @Test
    void thresholdsAreThoseOfTheTable() {
        post("/api/whatsapp/sessions/c/initialize", "");
        FakeLink link = harness.network.link("c");
        for (int i = 0; i < 2; i++) {
            link.happens(
                    new ProviderEvent.QrOffered("2@another" + i, Instant.now().plusSeconds(20)));
        }
        assertThat(get("/api/whatsapp/sessions/c/metrics").text("/data/levels/qrAttempts"))
                .isEqualTo("Warning");
        link.scanned();
        for (int i = 0; i < 6; i++) {
            link.enters(LinkState.RECONNECTING, "network-lost-" + i);
        }
        JsonNode metrics = get("/api/whatsapp/sessions/c/metrics").json().path("data");
        assertThat(metrics.path("reconnectAttempts").asInt()).isEqualTo(6);
        assertThat(metrics.at("/levels/reconnectAttempts").asString()).isEqualTo("Critical");
        assertThat(metrics.at("/levels/messageSuccessRate").asString()).isEqualTo("Good");
    }
}
