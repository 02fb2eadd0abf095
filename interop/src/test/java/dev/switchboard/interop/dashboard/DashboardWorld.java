// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.dashboard;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import dev.switchboard.app.JsonHttp;
import dev.switchboard.gateway.Collaborators;
import dev.switchboard.gateway.GatewayApplication;
import dev.switchboard.gateway.RunningGateway;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.NetworkSettings;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.setup.SandboxPhone;
import dev.switchboard.interop.Journal;
import dev.switchboard.interop.SandboxWorld;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A network, a gateway in the demo form whose outgoing calls may reach this machine, and one browser.
final class DashboardWorld implements AutoCloseable {
    static final String PASSWORD = "a long enough password";

    /// Where the test run leaves what the pages look like.
    static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /// What browser and htmx say of an answer that refuses, as some are meant to.
    private static final Pattern REFUSAL = Pattern.compile("Failed to load resource|Response Status Error Code 4");

    private static final double PATIENCE_MILLIS = Journal.PATIENCE.toMillis();

    final SandboxWorld sandbox = SandboxWorld.of(DashboardIT.class);
    final String owner = sandbox.newAccount("Ada").phone();
    final String friend = sandbox.newAccount("Ben").phone();

    /// What the browser complained about.
    final List<String> complaints = new ArrayList<>();

    private RunningGateway gateway;
    private JsonHttp api;
    private final Playwright playwright;
    private final Browser browser;

    DashboardWorld() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        gateway = start();
        api = JsonHttp.plain(gateway.uri(), Map.of());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setTimeout(PATIENCE_MILLIS)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-dev-shm-usage")));
    }

    private RunningGateway start() {
        return GatewayApplication.start(
                GatewayConfig.builder(sandbox.folderFor("gateway"))
                        .port(0)
                        .demo(true)
                        .limits(SendLimits.OFF)
                        .outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofMinutes(1)))
                        .network(NetworkSettings.of(
                                sandbox.chatUri(), sandbox.noiseRoot().hex(), Optional.of(sandbox.caFile())))
                        .build(),
                Collaborators.standard().withPhone(this::scan));
    }

    /// Something that is done to the gateway's database while the gateway is down.
    @FunctionalInterface
    interface Filling {
        void fill(Path database) throws SQLException;
    }

    /// Stops the gateway, fills its database, and starts it again.
    void fill(Filling filling) throws SQLException {
        api.close();
        gateway.close();
        filling.fill(sandbox.folderFor("gateway").resolve("switchboard.db"));
        gateway = start();
        api = JsonHttp.plain(gateway.uri(), Map.of());
    }

    private static Path chromium() {
        return List.of("/usr/bin/chromium", "/usr/lib/chromium/chromium").stream()
                .map(Path::of)
                .filter(java.nio.file.Files::isExecutable)
                .findFirst()
                .orElse(Path.of("chromium"));
    }

    private SandboxPhone.Scan scan(String qr) {
        sandbox.admin().scanQr(owner, qr);
        return new SandboxPhone.Scan.Taken(owner);
    }

    JsonHttp api() {
        return api;
    }

    String address(String path) {
        return gateway.uri() + path;
    }

    /// A browser that knows nobody yet.
    Page visitor(int width, String theme, String language) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, width < 500 ? 844 : 900)
                .setTimezoneId("Europe/Madrid")
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.addCookies(List.of(
                new Cookie("switchboard_theme", theme).setUrl(gateway.uri().toString()),
                new Cookie("switchboard_language", language)
                        .setUrl(gateway.uri().toString())));
        Page page = context.newPage();
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !REFUSAL.matcher(message.text()).find()) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        return page;
    }

    /// The same, logged in.
    Page user(String login, int width, String theme, String language) {
        Page page = visitor(width, theme, language);
        page.navigate(address("/"));
        page.fill("[name=login]", login);
        page.fill("[name=password]", PASSWORD);
        page.click("form[action='/dashboard/enter'] button");
        page.waitForSelector(
                "#menu",
                new Page.WaitForSelectorOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
        page.waitForLoadState();
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        api.close();
        gateway.close();
        sandbox.close();
    }
}
