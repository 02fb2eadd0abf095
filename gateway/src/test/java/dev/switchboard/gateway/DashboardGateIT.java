// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who comes in at the dashboard's door, and with what: without a browser.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardGateIT {
    private static final String PASSWORD = "long enough words";
    private static final Pattern ENTRY = Pattern.compile("name=\"entry\" value=\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("X-CSRF-Token[^:]*:&#34;([A-Za-z0-9_-]+)");

    private Harness harness;

    @BeforeAll
    void start(@TempDir Path folder) {
        harness = Harness.start(folder);
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    private Answer open(String path, String cookies) {
        return harness.call("GET", path).noKey().header("Cookie", cookies).send();
    }

    private Answer form(String path, String cookies, String fields) {
        return harness.call("POST", path)
                .noKey()
                .type("application/x-www-form-urlencoded")
                .header("Cookie", cookies)
                .body(fields)
                .send();
    }

    private static String cookie(Answer answer, String name) {
        return answer.http().headers().allValues("Set-Cookie").stream()
                .filter(text -> text.startsWith(name + "="))
                .map(text -> text.substring(0, text.indexOf(';')))
                .findFirst()
                .orElse("");
    }

    private static String field(Pattern pattern, Answer answer) {
        Matcher found = pattern.matcher(answer.body());
        assertThat(found.find()).as(answer.body()).isTrue();
        return found.group(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void firstAccountNeedsTheAdminKeyAndChangesNeedTheTokenOfAPage() {
        Answer door = open("/", "");
        String entry = cookie(door, "switchboard_entry");
        String fields = "entry=" + field(ENTRY, door) + "&login=ada&name=Ada&password=" + encoded(PASSWORD);
        assertThat(form("/dashboard/enter/first", entry, fields).status()).isEqualTo(403);
        assertThat(form("/dashboard/enter/first", entry, fields + "&key=wrong").status())
                .isEqualTo(403);
        assertThat(form("/dashboard/enter/first", "", fields + "&key=" + encoded(harness.key))
                        .status())
                .isEqualTo(403);
        Answer entered = form("/dashboard/enter/first", entry, fields + "&key=" + encoded(harness.key));
        assertThat(entered.status()).isEqualTo(303);
        String session = cookie(entered, "switchboard_session");
        assertThat(entered.http().headers().allValues("Set-Cookie"))
                .anyMatch(text -> text.contains("HttpOnly") && text.contains("SameSite=Strict"));
        assertThat(form("/dashboard/enter/first", entry, fields + "&key=" + encoded(harness.key))
                        .status())
                .isEqualTo(409);

        Answer page = open("/dashboard/sessions", session);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("<script>", "onclick=", "style=\"");
        assertThat(form("/dashboard/sessions", session, "id=mine").status()).isEqualTo(403);
        assertThat(harness.get("/api/v1/sessions/mine").status()).isEqualTo(404);
        Answer made = harness.call("POST", "/dashboard/sessions")
                .noKey()
                .type("application/x-www-form-urlencoded")
                .header("Cookie", session)
                .header("X-CSRF-Token", field(TOKEN, page))
                .body("id=mine&name=" + encoded("<b>Mine</b>"))
                .send();
        assertThat(made.status()).isEqualTo(303);
        assertThat(open("/dashboard/sessions/mine", session).body())
                .contains("&lt;b>Mine&lt;/b>")
                .doesNotContain("<b>Mine");
    }

    @Test
    void strangersAreLedToTheDoorAndKeysAreNoCookies() {
        Answer stranger = harness.call("GET", "/dashboard/sessions").noKey().send();
        assertThat(stranger.status()).isEqualTo(303);
        assertThat(stranger.header("Location")).isEqualTo("/?next=%2Fdashboard%2Fsessions");
        assertThat(harness.get("/dashboard/sessions").status()).isEqualTo(303);
        assertThat(harness.call("POST", "/dashboard/sessions")
                        .body("id=x")
                        .send()
                        .status())
                .isEqualTo(303);
    }
}
