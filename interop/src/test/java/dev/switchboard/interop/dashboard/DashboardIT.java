// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.interop.Journal;
import dev.switchboard.interop.admin.SandboxAdmin;
import dev.switchboard.testkit.RequiresProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// One story in one browser: the first login, the wizard, a conversation, a campaign, an automation, a webhook, roles;
/// and at its end every page in both themes and both widths, looked at by axe and kept as pictures.
@RequiresProgram("chromium")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardIT {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final BlockingQueue<String> hooked = new LinkedBlockingQueue<>();
    private DashboardWorld world;
    private Page page;
    private HttpServer receiver;
    private String session = "";
    private String campaign = "";
    private String automation = "";
    private String series = "";
    private String webhook = "";
    private String sink = "";

    @BeforeAll
    void open() throws IOException {
        world = new DashboardWorld();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            hooked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        page = world.visitor(1280, "light", "en");
    }

    @AfterAll
    void close() {
        receiver.stop(0);
        world.close();
    }

    private void go(String path) {
        page.navigate(world.address(path));
    }

    /// Follows what leads to another page, and waits until that page's scripts have begun too.
    ///
    /// @return the last part of its address
    private String follow(String selector, String path) {
        page.click(selector);
        page.waitForURL(Pattern.compile(".*" + path));
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    @Test
    @Order(1)
    void firstLoginMakesTheOwnersAccount() {
        go("/");
        page.fill("[name=name]", "Ada Lovelace");
        page.fill("[name=login]", "ada");
        page.fill("[name=password]", DashboardWorld.PASSWORD);
        follow("form[action='/dashboard/enter/first'] button", "/dashboard/setup");
        page.click("button[hx-post='/dashboard/leave']");
        page.waitForSelector("form[action='/dashboard/enter']");
        page.fill("[name=login]", "ada");
        page.fill("[name=password]", "not this one, surely");
        page.click("form[action='/dashboard/enter'] button");
        assertThat(page.locator(".form-error").first()).containsText("wrong");
        page.fill("[name=password]", DashboardWorld.PASSWORD);
        page.click("form[action='/dashboard/enter'] button");
        assertThat(page.locator("h1")).hasText("Hello, Ada Lovelace");
        var cookie = page.context().cookies().stream()
                .filter(one -> one.name.equals("switchboard_session"))
                .findFirst()
                .orElseThrow();
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.sameSite.name()).isEqualTo("STRICT");
    }

    @Test
    @Order(2)
    void wizardLeadsToADeliveredTestMessageAndCanBeLeft() {
        follow(".welcome a", "/dashboard/setup.*");
        page.click("label.choice:has-text('Shop')");
        page.fill("[name=name]", "Ada's shop");
        page.click("#wizard form button.primary");
        page.waitForSelector("text=Show the QR code");
        go("/");
        follow(".welcome a", "/dashboard/setup.*");
        page.click("text=Show the QR code");
        page.waitForSelector("#wizard img.qr-code");
        page.click("text=Scan with a sandbox phone");
        page.waitForSelector("#wizard h2:has-text('Answers that go out by themselves')");
        page.locator("input[name=on]").all().forEach(box -> box.uncheck());
        page.locator("input[name=on]").first().check();
        page.click("#wizard form button.primary");
        page.waitForSelector("#wizard h2:has-text('Texts you will use often')");
        page.click("#wizard form button.primary");
        page.fill("#wizard textarea[name=text]", "It works!");
        page.click("#wizard form button.primary");
        page.waitForSelector("#wizard h2:has-text('All set')");
        page.click("#wizard button.primary");
        assertThat(page.locator("h1")).hasText("Hello, Ada Lovelace");
        page.waitForLoadState();
        session = SandboxAdmin.await(
                "the session",
                () -> Optional.of(world.api()
                                .get("/api/v1/sessions")
                                .body()
                                .at("/items/0/id")
                                .asText())
                        .filter(id -> !id.isEmpty()),
                () -> "none");
        assertThat(world.sandbox.admin().inbox(world.owner).stream()
                        .filter(message -> "It works!".equals(message.text()))
                        .count())
                .isPositive();
    }

    @Test
    @Order(3)
    void conversationIsLiveBothWays() {
        world.sandbox.admin().sendText(world.friend, world.owner, "Is the red one still there?");
        go("/dashboard/chats/" + session);
        follow(".chat-item:has-text('Ben')", "/dashboard/chats/[^/]+/[^/]+");
        assertThat(page.locator(".message-text").filter(text("Is the red one still there?")))
                .isVisible();
        world.sandbox.admin().sendText(world.friend, world.owner, "I would take two.");
        assertThat(page.locator(".message-text").filter(text("I would take two.")))
                .isVisible();
        page.locator(".message:has-text('I would take two.')").hover();
        page.locator(".message:has-text('I would take two.') [data-reply]").click();
        page.fill("#text", "Two red ones are yours.");
        page.press("#text", "Enter");
        assertThat(page.locator(".mine .message-text").filter(text("Two red ones are yours.")))
                .isVisible();
        assertThat(page.locator(".mine .quote").filter(text("I would take two.")))
                .isVisible();
        friendReads("Two red ones are yours.");
        assertThat(page.locator(".mine:has-text('Two red ones') .ticks.read")).isVisible();
        page.locator(".message:not(.mine):has-text('I would take two.')").hover();
        page.locator(".message:not(.mine):has-text('I would take two.') [popovertarget^=react]")
                .click();
        page.locator(".emojis:popover-open button").first().click();
        assertThat(page.locator(".message:not(.mine):has-text('I would take two.') .reactions"))
                .containsText("👍");
        page.fill("#new-tag", "regular");
        page.press("#new-tag", "Enter");
        assertThat(page.locator(".person-card .tags")).containsText("regular");
        page.fill("#new-note", "Likes red.");
        page.click("text=Add note");
        assertThat(page.locator(".person-card .person-notes")).containsText("Likes red.");
    }

    /// The friend's phone shows the words, and says so.
    private void friendReads(String words) {
        SandboxAdmin admin = world.sandbox.admin();
        var message = SandboxAdmin.await(
                "the words on the phone",
                () -> admin.inbox(world.friend).stream()
                        .filter(one -> words.equals(one.text()))
                        .findFirst(),
                () -> "they are not there");
        admin.receipt(world.friend, world.owner, "read", message.id());
    }

    private static com.microsoft.playwright.Locator.FilterOptions text(String words) {
        return new com.microsoft.playwright.Locator.FilterOptions().setHasText(words);
    }

    @Test
    @Order(4)
    void templateShowsAtOnceWhatItBecomes() {
        go("/dashboard/templates/new");
        page.fill("[name=name]", "Red ones");
        page.fill("[name=id]", "red_ones");
        page.fill("textarea[name=text] >> nth=0", "Hi {{name}}, we have {{count}} red ones.");
        page.fill("[name='sample.name']", "Alice");
        page.fill("[name='sample.count']", "three");
        assertThat(page.locator("#preview .bubble")).hasText("Hi Alice, we have three red ones.");
        page.fill("textarea[name=text] >> nth=0", "Hi {{name, we have {{count}} red ones.");
        assertThat(page.locator("#preview .note.bad").first()).containsText("line 1");
        page.fill("textarea[name=text] >> nth=0", "Hi {{name}}, we have {{count}} red ones.");
        follow("#template button.primary", "/dashboard/templates/red_ones");
    }

    @Test
    @Order(5)
    void campaignGoesFromCsvToCharts(@TempDir Path folder) throws IOException {
        Path csv = folder.resolve("people.csv");
        Files.writeString(
                csv,
                "phone,name,count\n+" + world.friend + ",Ben,two\nnot a number,Eve,none\n+" + world.friend
                        + ",Ben,two\n");
        go("/dashboard/campaigns/new");
        page.fill("[name=name]", "Red sale");
        page.selectOption("[name=template]", "red_ones");
        campaign = follow("form.narrow button.primary", "/dashboard/campaigns/(?!new$)[^/]+");
        page.waitForSelector("[data-stage=draft]");
        page.setInputFiles("input[type=file]", csv);
        assertThat(page.locator("#intake")).containsText("1 added, 1 duplicates, 1 rows that cannot be used");
        assertThat(page.locator(".stat b").first()).hasText("1");
        page.click("text=Dry run");
        assertThat(page.locator("#forecast .bubble").first()).hasText("Hi Ben, we have two red ones.");
        page.click("button:has-text('Start')");
        page.click("[data-confirmed]");
        assertThat(page.locator("[data-stage=completed]")).isVisible();
        assertThat(page.locator("[data-count=sent]")).hasText("1");
        friendReads("Hi Ben, we have two red ones.");
        assertThat(page.locator("[data-count=delivered]")).hasText("1");
        assertThat(page.locator("figure.chart polyline.line")).hasCount(5);
        assertThat(world.sandbox.admin().inbox(world.friend).stream()
                        .filter(message -> "Hi Ben, we have two red ones.".equals(message.text()))
                        .count())
                .isEqualTo(1);
    }

    @Test
    @Order(6)
    void automationIsEditedAndSimulated() {
        go("/dashboard/automations");
        page.click("[data-open=new-automation]");
        page.fill("#new-automation [name=name]", "Opening hours");
        page.fill("#new-automation [name=words]", "hours, open");
        page.fill("#new-automation [name=text]", "We are open from nine to six.");
        automation = follow("#new-automation button.primary", "/dashboard/automations/[^/]+");
        page.waitForSelector("#flow");
        page.fill("[name='at:/steps/0/text']", "We are open from eight to six.");
        page.click("#flow button.primary");
        assertThat(page.locator(".head")).containsText("Version 2");
        page.waitForLoadState();
        page.fill("[name=texts]", "what are your hours?");
        page.click("text=Try it");
        assertThat(page.locator("#simulation .mine .bubble")).hasText("We are open from eight to six.");
        page.fill("[name=texts]", "something else");
        page.click("text=Try it");
        assertThat(page.locator("#simulation")).containsText("Nothing would be said.");
    }

    @Test
    @Order(7)
    void webhookDeliveryIsReplayed() throws InterruptedException {
        go("/dashboard/webhooks");
        page.click("[data-open=new-webhook] >> nth=0");
        page.fill(
                "#new-webhook [name=url]",
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
        page.check("#new-webhook [value='message.*']");
        page.click("#new-webhook button.primary");
        assertThat(page.locator("#new-webhook .secret code")).containsText("whsec_");
        webhook = follow("#new-webhook a.primary", "/dashboard/webhooks/[^/]+");
        page.waitForSelector("#log");
        world.sandbox.admin().sendText(world.friend, world.owner, "What are your hours?");
        String first = hookedReceipt();
        page.waitForSelector("#log tr:has-text('message.received')");
        page.click("#log tr:has-text('message.received') button");
        assertThat(hookedReceipt()).isEqualTo(first);
    }

    /// The next event of a received message that the receiver was told; an answer that goes out by itself has events
    /// too.
    private String hookedReceipt() throws InterruptedException {
        while (true) {
            String event = hooked.poll(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(event).as("an event of a received message").isNotNull();
            if (event.contains("message.received")) {
                return event;
            }
        }
    }

    @Test
    @Order(8)
    void audienceHoursAndSinksAreKeptOnPages() {
        peopleComeOntoAListAndIntoARecurringCampaign();
        go("/dashboard/audience/filters");
        page.click("[data-open=new-filter] >> nth=0");
        page.fill("#new-filter [name=name]", "Red fans");
        page.fill("#new-filter [name=allTags]", "regular");
        page.click("text=Count");
        assertThat(page.locator("#count")).hasText("People: 1");
        page.click("#new-filter button.primary");
        page.waitForURL("**/audience/filters/red-fans");
        go("/dashboard/audience/suppression");
        page.click("[data-open=new-suppressed] >> nth=0");
        page.fill("#new-suppressed [name=people]", "+1 555 010 0077");
        page.click("#new-suppressed button.primary");
        assertThat(page.locator("table")).containsText("+15550100077");
        go("/dashboard/hours");
        page.fill("[name='sat.0.from']", "10:00");
        page.fill("[name='sat.0.to']", "14:00");
        page.click("form[hx-post='/dashboard/hours'] button.primary");
        assertThat(page.locator("[name='sat.1.from']")).isVisible();
        page.click("[data-open=new-holiday]");
        page.fill("#new-holiday [name=date]", "2027-01-01");
        page.fill("#new-holiday [name=name]", "New Year");
        page.check("#new-holiday [name=yearly]");
        page.click("#new-holiday button.primary");
        assertThat(page.locator(".holidays")).containsText("New Year");
        go("/dashboard/sinks");
        page.click("[data-open=new-sink] >> nth=0");
        page.selectOption("#new-sink [name=kind]", "nats");
        page.fill("[data-when='kind=nats'] [name=servers]", "nats://127.0.0.1:9");
        page.fill("#new-sink [name=stream]", "EVENTS");
        page.fill("#new-sink [name=subject]", "whatsapp");
        page.click("#new-sink button.primary");
        page.waitForURL("**/dashboard/sinks/sk_*");
        sink = page.url().substring(page.url().lastIndexOf('/') + 1);
        page.click("button[hx-post$='/test']");
        assertThat(page.locator("#tested .note.bad")).containsText("It did not work");
        world.api()
                .post("/api/v1/sessions", Map.of("id", "new-phone", "name", "The van's phone"))
                .orFail("a session");
        go("/dashboard/sessions/new-phone");
        page.click("form[hx-post$='/linking-pages'] button.primary");
        assertThat(page.locator("#linking-made code")).containsText("/link/");
        assertThat(page.locator("#linking-pages")).containsText("Not opened yet");
    }

    private void peopleComeOntoAListAndIntoARecurringCampaign() {
        go("/dashboard/audience/lists");
        page.click("[data-open=new-list] >> nth=0");
        page.fill("#new-list [name=name]", "Regular customers");
        page.click("#new-list button.primary");
        page.waitForURL("**/audience/lists/regular-customers");
        page.fill("[name=people]", "+" + world.friend + ", Ben\nnot a number");
        page.click("form:has([name=people]) button.primary");
        assertThat(page.locator("#intake")).containsText("1 added, 0 there already, 1 that cannot be used");
        assertThat(page.locator("#intake li")).hasText("Line 2: the number is not acceptable");
        assertThat(page.locator("#members")).containsText("Ben");
        page.click(".head a.primary");
        assertThat(page.locator("[name=audience]")).hasValue("list:regular-customers");
        page.fill("[name=name]", "Monday news");
        page.selectOption("[name=template]", "red_ones");
        page.fill("[name=weight]", "3");
        page.click("summary:has-text('Compare')");
        page.selectOption("[name=templateB]", "promo");
        page.click("label.choice:has-text('Recurring')");
        page.selectOption("[name=every]", "week");
        page.check("[name=day][value=mon]");
        page.check("[name=quietDay][value=sun]");
        page.click("form.narrow > .row.end button.primary");
        page.waitForSelector("[data-stage=draft]");
        page.click("button:has-text('Start')");
        page.click("[data-confirmed]");
        assertThat(page.locator("[data-stage=scheduled]")).isVisible();
        assertThat(page.locator("section[aria-labelledby=plan]")).containsText("Every week · Monday · 09:00");
        assertThat(page.locator("section[aria-labelledby=plan]")).containsText("red_ones · weight 3");
        series = page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    @Test
    @Order(9)
    void rolesShowOnlyWhatTheyMayDo() {
        go("/dashboard/people");
        page.click("[data-open=new-user] >> nth=0");
        page.fill("#new-user [name=name]", "Vera");
        page.fill("#new-user [name=login]", "vera");
        page.fill("#new-user [name=password]", DashboardWorld.PASSWORD);
        page.selectOption("#new-user [name=role]", "Viewer");
        page.click("#new-user button.primary");
        assertThat(page.locator("table")).containsText("Vera");
        Page viewer = world.user("vera", 1280, "light", "en");
        assertThat(viewer.locator("#menu")).not().containsText("Webhooks");
        assertThat(viewer.locator("#menu")).not().containsText("Users and keys");
        assertThat(viewer.locator("#menu")).not().containsText("Audience");
        viewer.navigate(world.address("/dashboard/sessions"));
        assertThat(viewer.locator("[data-open=new-session]")).hasCount(0);
        assertThat(viewer.navigate(world.address("/dashboard/webhooks")).status())
                .isEqualTo(403);
        assertThat(viewer.locator("h1")).isVisible();
        Object forced = viewer.evaluate(
                "async session => (await fetch(`/dashboard/sessions/${session}/logout`, {method: 'POST',"
                        + " headers: JSON.parse(document.body.getAttribute('hx-headers'))})).status",
                session);
        assertThat(forced).isEqualTo(403);
        Object forged = page.evaluate(
                "async session => (await fetch(`/dashboard/sessions/${session}/logout`, {method: 'POST'})).status",
                session);
        assertThat(forged).isEqualTo(403);
        viewer.context().close();
    }

    /// Every page by its name.
    private Map<String, String> pages() {
        String chat = "/dashboard/chats/" + session + "/" + world.friend + "@s.whatsapp.net";
        Map<String, String> all = new java.util.LinkedHashMap<>();
        all.put("home", "/");
        all.put("sessions", "/dashboard/sessions");
        all.put("session", "/dashboard/sessions/" + session);
        all.put("session-link", "/dashboard/sessions/new-phone");
        all.put("chats", "/dashboard/chats/" + session);
        all.put("chat", chat);
        all.put("queue", "/dashboard/queue");
        all.put("queue-session", "/dashboard/queue/" + session);
        all.put("templates-list", "/dashboard/templates");
        all.put("templates-edit", "/dashboard/templates/red_ones");
        all.put("campaigns-list", "/dashboard/campaigns");
        all.put("campaign-new", "/dashboard/campaigns/new");
        all.put("campaign-charts", "/dashboard/campaigns/" + campaign);
        all.put("campaign-recurring", "/dashboard/campaigns/" + series);
        all.put("audience", "/dashboard/audience");
        all.put("audience-person", "/dashboard/audience/people/" + world.friend);
        all.put("audience-lists", "/dashboard/audience/lists");
        all.put("audience-list", "/dashboard/audience/lists/regular-customers");
        all.put("audience-tags", "/dashboard/audience/tags");
        all.put("audience-filters", "/dashboard/audience/filters");
        all.put("audience-filter", "/dashboard/audience/filters/red-fans");
        all.put("audience-suppression", "/dashboard/audience/suppression");
        all.put("audience-stop-words", "/dashboard/audience/opt-out");
        all.put("automations-list", "/dashboard/automations");
        all.put("automation-flow", "/dashboard/automations/" + automation);
        all.put("automation-json", "/dashboard/automations/" + automation + "?tab=json");
        all.put("automation-market", "/dashboard/automations/market/lead_qualification");
        all.put("hours", "/dashboard/hours");
        all.put("sinks", "/dashboard/sinks");
        all.put("sink", "/dashboard/sinks/" + sink);
        all.put("webhooks", "/dashboard/webhooks");
        all.put("webhook-log", "/dashboard/webhooks/" + webhook);
        all.put("monitoring", "/dashboard/monitoring");
        all.put("monitoring-session", "/dashboard/monitoring/" + session);
        all.put("audit", "/dashboard/audit");
        all.put("users", "/dashboard/people");
        all.put("keys", "/dashboard/people/keys");
        all.put("settings", "/dashboard/settings");
        all.put("setup", "/dashboard/setup?step=business");
        return all;
    }

    @Test
    @Order(10)
    void everyPageIsForEverybodyInBothThemesAndBothWidths() throws IOException {
        Files.createDirectories(DashboardWorld.SCREENSHOTS);
        List<String> faults = new ArrayList<>();
        Page user = world.user("ada", 1280, "light", "en");
        for (Map.Entry<String, String> one : pages().entrySet()) {
            open(user, one);
            for (int width : new int[] {1280, 390}) {
                user.setViewportSize(width, width == 390 ? 844 : 900);
                for (String theme : List.of("light", "dark")) {
                    user.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme);
                    look(user, one.getKey(), theme, width, faults);
                }
            }
            user.setViewportSize(1280, 900);
        }
        user.context().close();
        assertThat(faults).isEmpty();
        assertThat(world.complaints).isEmpty();
    }

    private void open(Page user, Map.Entry<String, String> one) {
        assertThat(user.navigate(world.address(one.getValue())).status())
                .as(one.getKey())
                .isEqualTo(200);
        user.waitForLoadState(LoadState.LOAD);
        if (one.getKey().equals("chat")) {
            user.waitForSelector(".person-card h3");
        }
        if (one.getKey().equals("session-link")) {
            user.waitForSelector(".linking");
        }
    }

    private static void look(Page user, String name, String theme, int width, List<String> faults) {
        String where = name + " " + theme + " " + width;
        Object wide = user.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (((Number) wide).intValue() > 0) {
            faults.add(where + ": wider than the window by " + wide);
        }
        if (width == 1280) {
            AxeBuilder axe = new AxeBuilder(user).setLegacyMode(true); // no page has frames
            if (theme.equals("dark")) {
                axe.withRules(List.of("color-contrast")); // all else is as in the light
            }
            for (Rule rule : axe.analyze().getViolations()) {
                if (GRAVE.contains(rule.getImpact())) {
                    faults.add(where + ": " + rule.getId() + " "
                            + rule.getNodes().getFirst().getHtml());
                }
            }
        }
        user.screenshot(new Page.ScreenshotOptions()
                .setPath(DashboardWorld.SCREENSHOTS.resolve(name + "-" + theme + (width == 390 ? "-390" : "") + ".png"))
                .setFullPage(!name.startsWith("chat")));
    }

    @Test
    @Order(11)
    void pagesReadFromTheRightInArabic() {
        Page reader = world.user("ada", 1280, "light", "ar");
        for (String name :
                List.of("home", "chat", "campaign-charts", "campaign-new", "automation-flow", "hours", "session")) {
            reader.navigate(world.address(pages().get(name)));
            assertThat(reader.locator("html")).hasAttribute("dir", "rtl");
            assertThat(reader.locator("html")).hasAttribute("lang", "ar");
            assertThat(reader.locator("#menu")).hasText(Pattern.compile("[\\s\\S]*نظرة عامة[\\s\\S]*"));
            assertThat(reader.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .as(name)
                    .isEqualTo(true);
            reader.screenshot(new Page.ScreenshotOptions()
                    .setPath(DashboardWorld.SCREENSHOTS.resolve(name + "-arabic.png"))
                    .setFullPage(!name.startsWith("chat")));
        }
        reader.navigate(world.address("/dashboard/audience"));
        reader.click("[data-open=new-person] >> nth=0");
        reader.fill("#new-person [name=phone]", "12");
        reader.click("#new-person button.primary");
        assertThat(reader.locator("#new-person .form-error")).containsText("المستلم ليس عنوانًا صالحًا");
        assertThat(reader.navigate(world.address("/dashboard/sessions/none")).status())
                .isEqualTo(404);
        assertThat(reader.locator("#main p")).hasText("لا توجد هذه الجلسة.");
        reader.context().close();
    }

    @Test
    @Order(13)
    void customerLinksAnAccountOnALinkingPage() {
        new LinkingPageStory(world).run();
        assertThat(world.complaints).isEmpty();
    }

    @Test
    @Order(12)
    void everythingIsReachedByTheKeyboard() {
        go("/");
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#main")).isFocused();
    }
}
