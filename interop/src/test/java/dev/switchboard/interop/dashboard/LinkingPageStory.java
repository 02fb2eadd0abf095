// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A customer without any login links an account, on a phone by QR code and on a computer by a code to type.
final class LinkingPageStory {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final DashboardWorld world;

    LinkingPageStory(DashboardWorld world) {
        this.world = world;
    }

    /// Tells it all.
    void run() {
        world.api()
                .send("PUT", "/api/v1/theme", "{\"name\":\"Ada's shop\",\"color\":\"#ffcc00\"}", "application/json")
                .orFail("setting the theme");
        byQr();
        byCode();
    }

    private String page(String session) {
        world.api()
                .post("/api/v1/sessions", Map.of("id", session, "connect", false))
                .orFail("making a session");
        String url = world.api()
                .post("/api/v1/sessions/" + session + "/linking-pages", Map.of())
                .orFail("making a linking page")
                .body()
                .path("url")
                .asText();
        return world.address(URI.create(url).getPath());
    }

    private void byQr() {
        String address = page("customer-one");
        String phone = world.sandbox.newAccount("Cleo").phone();
        Page customer = world.visitor(390, "light", "en");
        customer.navigate(address);
        assertThat(customer.locator(".brand")).hasText("Ada's shop");
        look(customer, "link-start-390");
        customer.keyboard().press("Tab");
        assertThat(customer.locator("[data-for=start] [data-do=open]")).isFocused();
        customer.keyboard().press("Enter");
        customer.waitForSelector("img.qr[src^='data:image/svg+xml']");
        look(customer, "link-qr-390");
        Page another = world.visitor(390, "light", "es");
        another.navigate(address);
        assertThat(another.locator("[data-for=ended] .strong")).isVisible();
        another.context().close();

        String qr = world.api()
                .get("/api/v1/sessions/customer-one/qr?format=text")
                .orFail("reading the code")
                .text()
                .strip();
        world.sandbox.admin().scanQr(phone, qr);
        assertThat(customer.locator("[data-for=linked] .strong")).hasText("Your WhatsApp is linked.");
        assertThat(customer.locator("[data-account]")).containsText(phone.substring(phone.length() - 4));
        look(customer, "link-done-390");
        customer.context().close();
    }

    private void byCode() {
        String address = page("customer-two");
        String phone = world.sandbox.newAccount("Dina").phone();
        Page customer = world.visitor(1280, "dark", "ar");
        customer.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK));
        customer.navigate(address + "?lang=ar");
        assertThat(customer.locator("html")).hasAttribute("dir", "rtl");
        look(customer, "link-start-dark");
        customer.click("[data-for=start] [data-do=phone]");
        customer.fill("#phone", "123");
        customer.click("[data-for=phone] [type=submit]");
        assertThat(customer.locator("#phone-wrong")).isVisible();
        look(customer, "link-phone-dark");
        customer.fill("#phone", "+" + phone);
        customer.click("[data-for=phone] [type=submit]");
        assertThat(customer.locator("[data-code]")).hasText(java.util.regex.Pattern.compile("[A-Z0-9]{4}-[A-Z0-9]{4}"));
        look(customer, "link-code-dark");
        world.sandbox.admin().enterCode(phone, customer.locator("[data-code]").textContent());
        assertThat(customer.locator("[data-for=linked] .strong")).isVisible();
        customer.context().close();
    }

    private static void look(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(DashboardWorld.SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as(name + " fits the window")
                .isEqualTo(true);
        List<String> faults = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .map(rule ->
                                rule.getId() + " " + rule.getNodes().getFirst().getHtml())
                        .toList();
        assertThat(faults).as(name).isEmpty();
    }
}
