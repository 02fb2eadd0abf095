// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.testkit.MutableClock;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkingPagesIT {
    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    private Harness harness;

    @BeforeAll
    void start(@TempDir Path folder) {
        harness = Harness.start(folder, new FakeNetwork(), config -> config, clock);
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    /// The path of a fresh page for a fresh session.
    private String page(String session, String body) {
        harness.post("/api/v1/sessions", "{\"id\":\"" + session + "\",\"connect\":false}");
        Answer made = harness.post("/api/v1/sessions/" + session + "/linking-pages", body);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return URI.create(made.text("/url")).getPath();
    }

    private Answer browser(String method, String path, String cookie, String... headers) {
        Harness.Call call = harness.call(method, path).noKey();
        if (!cookie.isEmpty()) {
            call.header("Cookie", cookie);
        }
        for (int i = 0; i < headers.length; i += 2) {
            call.header(headers[i], headers[i + 1]);
        }
        return call.body(method.equals("POST") ? "{}" : "").send();
    }

    private static String cookie(Answer opened) {
        return opened.header("Set-Cookie").split(";", 2)[0];
    }

    @Test
    void oneBrowserLinksTheSession() throws Exception {
        String path = page("lp-one", "{\"returnUrl\":\"https://example.com/done?x=1\"}");
        assertThat(browser("GET", path, "").status()).isEqualTo(200);
        Answer opened = browser("POST", path + "/open", "");
        assertThat(opened.status()).as(opened.body()).isEqualTo(200);
        assertThat(opened.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=" + path);
        String cookie = cookie(opened);

        try (BufferedReader events = events(path, cookie)) {
            JsonNode qr = next(events, "qr");
            assertThat(qr.at("/qr").asString()).startsWith("<svg");
            harness.network.link("lp-one").scanned();
            JsonNode linked = next(events, "linked");
            assertThat(linked.at("/account").asString()).isEqualTo("•••• 9999");
            assertThat(linked.at("/returnUrl").asString()).isEqualTo("https://example.com/done?x=1");
            assertThat(events.readLine()).isEmpty();
            assertThat(events.readLine()).as("the stream has ended").isNull();
        }
        assertThat(harness.get("/api/v1/sessions/lp-one/linking-pages").text("/items/0/state"))
                .isEqualTo("linked");
        assertThat(harness.get("/audit/logs?clientId=lp-one").body())
                .contains("linking_page.created", "linking_page.opened", "linking_page.linked", "linking-page:lp_");
        assertThat(harness.post("/api/v1/sessions/lp-one/linking-pages", "{}").text("/code"))
                .isEqualTo("already_linked");
    }

    private BufferedReader events(String path, String cookie) throws Exception {
        HttpResponse<InputStream> response = harness.http.send(
                HttpRequest.newBuilder(harness.uri(path + "/events"))
                        .header("Cookie", cookie)
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode next(BufferedReader events, String view) throws Exception {
        String line;
        while ((line = events.readLine()) != null) {
            if (line.startsWith("data: ")) {
                JsonNode sight = Harness.JSON.readTree(line.substring(6));
                if (sight.at("/view").asString().equals(view)) {
                    return sight;
                }
            }
        }
        throw new AssertionError("the stream ended before " + view);
    }

    @Test
    void lookingUsesNothingUpAndASecondBrowserGetsNothing() {
        String path = page("lp-two", "{}");
        for (int i = 0; i < 3; i++) {
            assertThat(browser("GET", path, "").status()).isEqualTo(200);
        }
        assertThat(browser("GET", path + "/events", "").status()).isEqualTo(404);
        String cookie = cookie(browser("POST", path + "/open", ""));
        assertThat(browser("POST", path + "/open", "").status()).isEqualTo(404);
        assertThat(browser("POST", path + "/open", "switchboard_link=wrong").status())
                .isEqualTo(404);
        assertThat(browser("GET", path, "").status()).isEqualTo(410);
        assertThat(browser("GET", path, "").body()).contains("data-view=\"ended\"");
        assertThat(browser("GET", path, cookie).status()).isEqualTo(200);
        assertThat(browser("POST", path + "/open", cookie).status()).isEqualTo(200);
        assertThat(harness.get("/api/v1/sessions/lp-two/linking-pages").text("/items/0/state"))
                .isEqualTo("opened");
    }

    @Test
    void givesAPairingCode() {
        String path = page("lp-code", "{}");
        String cookie = cookie(browser("POST", path + "/open", ""));
        Answer code = harness.call("POST", path + "/code")
                .noKey()
                .header("Cookie", cookie)
                .body("{\"phone\":\"+1 555 010 0001\"}")
                .send();
        assertThat(code.text("/view")).isEqualTo("code");
        assertThat(code.text("/code")).isEqualTo("ABCD-EFGH");
        for (String phone : List.of("", "x", "15550100000")) {
            assertThat(harness.call("POST", path + "/code")
                            .noKey()
                            .header("Cookie", cookie)
                            .body("{\"phone\":\"" + phone + "\"}")
                            .send()
                            .status())
                    .as(phone)
                    .isIn(400, 409);
        }
    }

    @Test
    void expiresAndIsRevoked() {
        String path = page("lp-old", "{\"lifeSeconds\":60}");
        String cookie = cookie(browser("POST", path + "/open", ""));
        clock.advance(Duration.ofSeconds(61));
        assertThat(browser("GET", path, cookie).status()).isEqualTo(410);
        assertThat(browser("POST", path + "/open", cookie).status()).isEqualTo(404);
        assertThat(harness.get("/api/v1/sessions/lp-old/linking-pages").text("/items/0/state"))
                .isEqualTo("expired");

        String other = page("lp-gone", "{}");
        String id = harness.get("/api/v1/sessions/lp-gone/linking-pages").text("/items/0/id");
        assertThat(harness.call("DELETE", "/api/v1/sessions/lp-gone/linking-pages/" + id)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(browser("POST", other + "/open", "").status()).isEqualTo(404);
        assertThat(harness.get("/api/v1/sessions/lp-gone/linking-pages/" + id).text("/state"))
                .isEqualTo("revoked");
        assertThat(browser("GET", "/link/nothing", "").status()).isEqualTo(404);
        harness.call("DELETE", "/api/v1/sessions/lp-gone").send();
        assertThat(browser("GET", other, "").status()).isEqualTo(410);
    }

    @Test
    void looksLikeTheTenantAndSpeaksTheirLanguage() {
        Answer theme = harness.call("PUT", "/api/v1/theme")
                .body(
                        "{\"name\":\"Ada & <b>Co</b>\",\"color\":\"#ffcc00\",\"language\":\"es\",\"logo\":\"data:image/png;base64,iVBORw0KGgo=\"}")
                .send();
        assertThat(theme.status()).as(theme.body()).isEqualTo(200);
        String path = page("lp-look", "{}");
        Answer spanish = browser("GET", path, "");
        assertThat(spanish.body())
                .contains("lang=\"es\"", "Vincula tu WhatsApp", "Ada &amp; &lt;b&gt;Co&lt;/b&gt;", "iVBORw0KGgo=")
                .doesNotContain("<b>Co", "{{", harness.key);
        assertThat(browser("GET", path, "", "Accept-Language", "ar-EG,en;q=0.5").body())
                .contains("lang=\"ar\"", "dir=\"rtl\"");
        assertThat(browser("GET", path + "?lang=en", "", "Accept-Language", "ar")
                        .body())
                .contains("Link your WhatsApp");
        assertThat(spanish.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
                .doesNotContain("unsafe");
        assertThat(spanish.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(spanish.header("Cache-Control")).contains("no-store");
        assertThat(browser("GET", path + "/theme.css", "").body()).contains("--brand:#ffcc00", "--on-brand:#000");
        for (String wrong : List.of(
                "{\"color\":\"red;}\"}",
                "{\"logo\":\"https://example.com/x.png\"}",
                "{\"logo\":\"data:image/svg+xml;base64,AAAA\"}",
                "{\"language\":\"tlh\"}")) {
            assertThat(harness.call("PUT", "/api/v1/theme").body(wrong).send().status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        for (String wrong :
                List.of("{\"lifeSeconds\":5}", "{\"language\":\"xx\"}", "{\"returnUrl\":\"javascript:alert(1)\"}")) {
            assertThat(harness.post("/api/v1/sessions/lp-look/linking-pages", wrong)
                            .status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void pagesOfOtherSitesCannotPressItsButtons() {
        String path = page("lp-foreign", "{}");
        assertThat(browser("POST", path + "/open", "", "Origin", "https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(browser("POST", path + "/open", "", "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(browser("POST", path + "/open", "", "Origin", "http://127.0.0.1:" + harness.gateway.port())
                        .status())
                .isEqualTo(200);
    }
}
