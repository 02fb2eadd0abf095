// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static dev.switchboard.gateway.Harness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.automation.Engine;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Automations under a clock that the test moves, and calls of a shop's address.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutomationTimesIT {
    private static final String ROOT = "/api/v1/automations";

    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer shop;
    private Harness harness;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/orders/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            byte[] body = "{\"status\":\"on its way\",\"days\":2}".getBytes(StandardCharsets.UTF_8);
            int status = path.endsWith("404") ? 404 : path.endsWith("500") ? 500 : 200;
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        shop.start();
        harness = Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofSeconds(20))),
                clock);
    }

    @AfterAll
    void stop() {
        harness.close();
        shop.stop(0);
    }

    private String made(String session, String definition) {
        Answer answer = harness.post(
                ROOT, "{\"name\":\"n\",\"session\":\"" + session + "\",\"definition\":" + definition + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.text("/id");
    }

    private void passes(Duration time) {
        clock.advance(time);
        harness.gateway.part(Engine.class).nudge();
    }

    private List<String> said(Jid person) {
        return harness.network.sent.stream()
                .filter(dispatch -> dispatch.to().equals(person))
                .map(Dispatch::content)
                .map(content -> content.words().orElse(""))
                .toList();
    }

    private void awaits(Jid person, String... texts) {
        eventually("messages " + List.of(texts), () -> said(person).size() >= texts.length);
        assertThat(said(person)).containsExactly(texts);
    }

    @Test
    void waitsAndUnansweredQuestionsGoOnWhenTheirTimeHasCome() {
        harness.linked("at-wait");
        Jid ann = Jid.pn("15550162001");
        String id = made("at-wait", """
                {"triggers":[{"type":"message"}],"limits":{"every":"30d"},
                 "steps":[{"type":"reply","text":"one"},{"type":"wait","for":"2d"},
                  {"type":"ask","text":"two?","save":"x","timeout":"3h","onTimeout":[{"type":"reply","text":"three"}]}]}""");
        harness.network.link("at-wait").receives("ATIM00000001", ann, "hi");
        awaits(ann, "one");
        eventually(
                "it waits",
                () -> harness.get(ROOT + "/" + id + "/runs")
                        .text("/items/0/phase")
                        .equals("waiting"));
        passes(Duration.ofHours(47));
        passes(Duration.ofMinutes(61));
        awaits(ann, "one", "two?");
        passes(Duration.ofHours(4));
        awaits(ann, "one", "two?", "three");
        harness.network.link("at-wait").receives("ATIM00000002", ann, "again");
        eventually(
                "the run is over",
                () -> harness.get(ROOT + "/" + id + "/runs")
                        .text("/items/0/reason")
                        .equals("finished"));
        assertThat(harness.get(ROOT + "/" + id + "/runs").json().path("items")).hasSize(1);
    }

    @Test
    void ordersAreLookedUpAtTheShop() {
        harness.linked("at-shop");
        String url = "http://127.0.0.1:" + shop.getAddress().getPort() + "/orders/{{number}}";
        Answer made = harness.post(
                ROOT + "/marketplace/order_status/activate",
                "{\"session\":\"at-shop\",\"settings\":{\"url\":\"" + url
                        + "\",\"authorization\":\"Bearer shop\",\"replyMessage\":\"Order {{number}} is {{order.status}}, {{order.days}} days.\"}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        Jid bob = Jid.pn("15550162002");
        FakeLink link = harness.network.link("at-shop");
        link.receives("ATIM00000010", bob, "Where is my order no. ab-17?");
        awaits(bob, "Order AB-17 is on its way, 2 days.");
        link.receives("ATIM00000011", bob, "order 404");
        awaits(bob, "Order AB-17 is on its way, 2 days.", "We cannot find order 404. We will look into it.");
        link.receives("ATIM00000012", bob, "order #500");
        eventually("it says that it cannot", () -> said(bob).size() == 3);
        assertThat(said(bob).get(2)).startsWith("We cannot look up order 500");
        assertThat(asked.getFirst()).startsWith("/orders/AB-17 Bearer shop run-");
    }

    @Test
    void addressesInsideAreNotCalled(@TempDir Path folder) {
        try (Harness closed = Harness.start(folder, new FakeNetwork(), config -> config)) {
            closed.linked("at-in");
            closed.post(
                    ROOT,
                    "{\"name\":\"n\",\"session\":\"at-in\",\"definition\":{\"triggers\":[{\"type\":\"message\"}],\"steps\":[{\"type\":\"call\",\"url\":\"http://127.0.0.1:"
                            + shop.getAddress().getPort()
                            + "/orders/inside\",\"onError\":[{\"type\":\"reply\",\"text\":\"no: {{response.status}}\"}]}]}}");
            closed.network.link("at-in").receives("ATIM00000020", Jid.pn("15550162003"), "hi");
            eventually("it fails", () -> closed.network.sent.size() == 1);
            assertThat(((Content.Text) closed.network.sent.getFirst().content()).text())
                    .isEqualTo("no: 0");
            assertThat(asked).noneMatch(path -> path.contains("inside"));
        }
    }

    @Test
    void schedulesBeginForContactsAndTagsOnceEachTime() {
        harness.linked("at-cron");
        Jid cid = Jid.pn("15550162004");
        made("at-cron", """
                {"triggers":[{"type":"schedule","cron":"0 0 12 * * *","to":["+1 555 016 2004"]}],
                 "steps":[{"type":"reply","text":"noon on {{today}}"}]}""");
        String noon = clock.instant().toString().substring(0, 10);
        while (clock.instant().toString().compareTo(noon + "T12:00:30") < 0) {
            passes(Duration.ofMinutes(30));
        }
        passes(Duration.ofSeconds(40));
        awaits(cid, "noon on " + noon);
        passes(Duration.ofSeconds(40));
        made(
                "at-cron",
                "{\"triggers\":[{\"type\":\"keyword\",\"words\":[\"sync\"]}],\"steps\":[{\"type\":\"reply\",\"text\":\"done\"}]}");
        harness.network.link("at-cron").receives("ATIM00000030", cid, "sync");
        awaits(cid, "noon on " + noon, "done");
    }

    @Test
    void holidaysAreOutsideTheBusinessHours() {
        harness.linked("at-away");
        String today = clock.instant().toString().substring(0, 10);
        harness.call("PUT", "/api/v1/business-hours")
                .body(
                        "{\"week\":{\"mon\":[{\"from\":\"00:00\",\"to\":\"23:59\"}],\"tue\":[{\"from\":\"00:00\",\"to\":\"23:59\"}],\"wed\":[{\"from\":\"00:00\",\"to\":\"23:59\"}],\"thu\":[{\"from\":\"00:00\",\"to\":\"23:59\"}],\"fri\":[{\"from\":\"00:00\",\"to\":\"23:59\"}],\"sat\":[{\"from\":\"00:00\",\"to\":\"23:59\"}],\"sun\":[{\"from\":\"00:00\",\"to\":\"23:59\"}]},\"holidays\":[{\"date\":\""
                                + today + "\",\"name\":\"Feast\"}]}")
                .send();
        harness.post(
                ROOT + "/marketplace/away_message/activate",
                "{\"session\":\"at-away\",\"settings\":{\"awayMessage\":\"We are away, {{name}}.\"}}");
        Answer open = simulated("at-away", "2026-11-30T12:00:00Z");
        assertThat(open.json().path("answered").asBoolean(true)).isFalse();
        Answer holiday = simulated("at-away", today + "T12:00:00Z");
        assertThat(holiday.json().path("answered").asBoolean(false))
                .as(holiday.body())
                .isTrue();
        assertThat(holiday.text("/messages/0/text")).startsWith("We are away");
    }

    private Answer simulated(String session, String at) {
        return harness.post(
                ROOT + "/simulate",
                "{\"session\":\"" + session + "\",\"from\":\"15550162005\",\"text\":\"hello\",\"at\":\"" + at + "\"}");
    }

    @Test
    void eventsBeginAutomationsForWhomTheyAreAbout() {
        FakeLink link = harness.linked("at-event");
        Jid dan = Jid.pn("15550162006");
        made("at-event", """
                {"triggers":[{"type":"event","event":"message.reaction","where":[{"type":"variable","variable":"event.emoji","is":"equals","value":"👍"}]}],
                 "steps":[{"type":"tag","add":["fan"]},{"type":"reply","text":"Glad you like it!"}]}""");
        Jid fay = Jid.pn("15550162008");
        assertThat(harness.post("/api/v1/audience/suppression", "{\"people\":[\"15550162008\"]}")
                        .status())
                .isLessThan(300);
        link.receives("ATIM00000040", dan, "hi");
        link.receives("ATIM00000041", fay, "hi");
        for (Jid person : List.of(fay, dan)) {
            String sent = harness.post(
                            "/api/v1/sessions/at-event/messages",
                            "{\"to\":\"" + person.user() + "\",\"text\":\"news\"}")
                    .text("/id");
            reacts(link, person, sent, "👎");
            reacts(link, person, sent, "👍");
        }
        awaits(dan, "news", "Glad you like it!");
        assertThat(said(fay)).containsExactly("news");
    }

    private void reacts(FakeLink link, Jid person, String message, String emoji) {
        link.happens(new dev.switchboard.gateway.provider.ProviderEvent.Reacted(
                dev.switchboard.gateway.provider.Party.of(person),
                new dev.switchboard.gateway.provider.Target(
                        message, true, java.util.Optional.empty(), java.util.Optional.empty()),
                dev.switchboard.gateway.provider.Party.of(person),
                false,
                emoji,
                clock.instant()));
    }

    @Test
    void remindersOfTwoAppointmentsOfOnePersonBothGo() {
        harness.linked("at-remind");
        Jid eve = Jid.pn("15550162007");
        String first = clock.instant().plus(Duration.ofDays(10)).toString();
        String second = clock.instant().plus(Duration.ofDays(11)).toString();
        Answer made = harness.post(
                ROOT + "/marketplace/appointment_reminder/activate",
                "{\"session\":\"at-remind\",\"settings\":{\"hoursBefore\":2,\"reminderMessage\":\"{{name}}: {{date}}\",\"appointments\":[{\"phone\":\"15550162007\",\"name\":\"Eve\",\"time\":\""
                        + first + "\"},{\"phone\":\"15550162007\",\"name\":\"Eve\",\"time\":\"" + second + "\"}]}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        passes(Duration.ofDays(9).plusHours(23));
        awaits(eve, "Eve: " + first.substring(0, 10));
        passes(Duration.ofDays(1));
        awaits(eve, "Eve: " + first.substring(0, 10), "Eve: " + second.substring(0, 10));
    }
}
