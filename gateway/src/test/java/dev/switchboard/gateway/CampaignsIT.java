// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.campaign.CampaignRunner;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.wire.jid.Jid;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CampaignsIT {
    private static final String AT = "/api/v1/campaigns";

    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    private final FakeNetwork network = new FakeNetwork();
    private Path folder;
    private Harness harness;
    private FakeLink link;
    private String session = "";
    private int tests;

    @BeforeAll
    void start(@TempDir Path fresh) {
        folder = fresh;
        harness = open();
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    private Harness open() {
        return Harness.start(folder, network, settings -> settings, clock);
    }

    @BeforeEach
    void link() {
        session = "c" + tests++;
        link = harness.linked(session);
        network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
    }

    @AfterEach
    void acknowledge() {
        network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
    }

    private void nudge() {
        harness.gateway.part(CampaignRunner.class).nudge();
    }

    private static String phone(int test, int i) {
        return "1555" + (1_000_000 + test * 10_000 + i);
    }

    private String recipients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"phone\":\"" + phone(tests, i) + "\",\"variables\":{\"name\":\"N" + i
                        + "\",\"discount\":\"" + i + "%\"}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String make(String more) {
        Answer made = harness.post(
                AT, "{\"session\":\"" + session + "\",\"name\":\"Sale\",\"templateId\":\"promo\"," + more + "}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("/campaign/id");
    }

    private String stage(String id) {
        return harness.get(AT + "/" + id).text("/stage");
    }

    private JsonNode counts(String id) {
        return harness.get(AT + "/" + id).json().path("counts");
    }

    private void completed(String id) {
        Harness.eventually("the campaign is over", () -> stage(id).equals("completed"));
    }

    private List<Dispatch> sent() {
        return network.sent.stream()
                .filter(message ->
                        message.to().user().startsWith(phone(tests, 0).substring(0, 7)))
                .toList();
    }

    private static String text(Dispatch message) {
        return ((Content.Text) message.content()).text();
    }

    @Test
    void everyRecipientGetsOneMessageAndHasAnOutcome() {
        String id = make("\"recipients\":[{\"phone\":\"+" + phone(tests, 1)
                + "\",\"variables\":{\"name\":\"Ann\",\"discount\":\"5%\"}},"
                + "{\"phone\":\"" + phone(tests, 1) + "@c.us\",\"variables\":{\"name\":\"Again\",\"discount\":\"5%\"}},"
                + "{\"phone\":\"" + phone(tests, 2) + "\",\"variables\":{\"name\":\"Bo\",\"discount\":\"7%\"}}]");
        assertThat(stage(id)).isEqualTo("draft");
        assertThat(harness.post(AT + "/" + id + "/start", "").status()).isEqualTo(200);
        completed(id);
        assertThat(sent())
                .extracting(CampaignsIT::text)
                .containsExactlyInAnyOrder(
                        "Hi Ann, here is something for you: 5% off your next order!",
                        "Hi Bo, here is something for you: 7% off your next order!");
        Dispatch first = sent().getFirst();
        link.progresses(first.id(), first.to(), Delivery.DELIVERED);
        link.progresses(first.id(), first.to(), Delivery.READ);
        link.receives("REPLY" + id, first.to(), "tell me more");
        JsonNode analytics = harness.get(AT + "/" + id + "/analytics").json();
        assertThat(analytics.at("/campaign/counts/sent").asInt()).isEqualTo(2);
        assertThat(analytics.at("/campaign/counts/delivered").asInt()).isEqualTo(1);
        assertThat(analytics.at("/campaign/counts/read").asInt()).isEqualTo(1);
        assertThat(analytics.at("/campaign/counts/replied").asInt()).isEqualTo(1);
        assertThat(analytics.at("/rates/replied").asDouble()).isEqualTo(50);
        assertThat(analytics.at("/series/0/sent").asInt()).isEqualTo(2);
        assertThat(harness.get(AT + "/" + id + "/recipients?state=read").text("/items/0/to/phone"))
                .isEqualTo(first.to().user());
        Answer export = harness.get(AT + "/" + id + "/export");
        assertThat(export.header("content-type")).startsWith("text/csv");
        assertThat(export.body().lines()).hasSize(3).anyMatch(line -> line.contains(",read,"));
    }

    @Test
    void filesAreReadAsTheyComeAndBadRowsNamed() {
        String id = make("\"recipients\":[]");
        StringBuilder csv = new StringBuilder("Phone;name;discount\n");
        for (int i = 0; i < 700; i++) {
            csv.append(phone(tests, i)).append(";N").append(i).append(";5%\n");
        }
        csv.append("12;x;y\n")
                .append(phone(tests, 5_000))
                .append(";only a name;\n")
                .append(phone(tests, 7))
                .append(";twice;1%\n");
        Answer taken = harness.call("POST", AT + "/" + id + "/recipients")
                .type("text/csv")
                .body(csv.toString())
                .send();
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        assertThat(taken.text("/added")).isEqualTo("700");
        assertThat(taken.text("/duplicates")).isEqualTo("1");
        assertThat(taken.json().path("badRows").toString())
                .isEqualTo("[{\"line\":702,\"reason\":\"the number is not acceptable\"},"
                        + "{\"line\":703,\"reason\":\"has no value for discount\"}]");
        JsonNode forecast = harness.get(AT + "/" + id + "/forecast").json();
        assertThat(forecast.path("recipients").asInt()).isEqualTo(700);
        assertThat(forecast.path("samples")).hasSize(5);
        harness.post(AT + "/" + id + "/start", "");
        completed(id);
        assertThat(sent().stream().map(Dispatch::to).distinct()).hasSize(700);
        assertThat(sent()).hasSize(700);
        assertThat(harness.call("POST", AT + "/" + id + "/recipients")
                        .body("[]")
                        .send()
                        .text("/code"))
                .isEqualTo("campaign_stage");
    }

    @Test
    void aDryRunTellsWhoWhenAndWhatAndKeepsNothing() {
        harness.post("/api/v1/audience/suppression", "{\"people\":[\"" + phone(tests, 3) + "\"]}");
        Answer run = harness.post(
                AT + "/dry-run",
                "{\"session\":\"" + session + "\",\"name\":\"x\",\"templateId\":\"promo\",\"recipients\":"
                        + recipients(30).replace("]", ",{\"phone\":\"nobody\"}]") + "}");
        assertThat(run.status()).as(run.body()).isEqualTo(200);
        assertThat(run.text("/recipients")).isEqualTo("29");
        assertThat(run.text("/suppressed")).isEqualTo("1");
        assertThat(run.text("/samples/0/text")).isEqualTo("Hi N0, here is something for you: 0% off your next order!");
        assertThat(run.text("/badRows/0/line")).isEqualTo("31");
        assertThat(run.text("/startsAt")).isEqualTo(clock.instant().toString());
        assertThat(harness.get(AT + "?limit=500").body()).doesNotContain("\"session\":\"" + session + "\"");
    }

    @Test
    void whoWantsNoCampaignsGetsNoneWhateverTheCampaign() {
        harness.post("/api/v1/audience/suppression", "{\"people\":[\"" + phone(tests, 0) + "\"]}");
        String id = make("\"recipients\":" + recipients(3));
        harness.post(AT + "/" + id + "/start", "");
        completed(id);
        assertThat(counts(id).path("suppressed").asInt()).isEqualTo(1);
        assertThat(sent()).hasSize(2);
    }

    @Test
    void aStopWordInTheMiddleTakesBackWhatIsQueued() {
        network.mode = FakeNetwork.Mode.UNREACHABLE; // everything stays in the queue
        String id = make("\"recipients\":" + recipients(3));
        harness.post(AT + "/" + id + "/start", "");
        Harness.eventually("all are queued", () -> counts(id).path("queued").asInt() == 3);
        link.receives("STOPIT" + id, Jid.pn(phone(tests, 1)), "STOP");
        Harness.eventually(
                "it is taken back", () -> counts(id).path("suppressed").asInt() == 1);
        network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
        link.enters(LinkState.CONNECTED, "again");
        completed(id);
        assertThat(sent())
                .extracting(message -> message.to().user())
                .containsExactlyInAnyOrder(phone(tests, 0), phone(tests, 2));
    }

    @Test
    void optingOutAfterAMessageCountsForItsCampaignAndIsConfirmed() {
        String id = make("\"recipients\":" + recipients(1));
        harness.post(AT + "/" + id + "/start", "");
        completed(id);
        link.receives("NOMORE" + id, Jid.pn(phone(tests, 0)), "Abmelden");
        assertThat(counts(id).path("optedOut").asInt()).isEqualTo(1);
        Harness.eventually("the confirmation", () -> sent().size() == 2);
        assertThat(text(sent().getLast())).contains("START");
    }

    @Test
    void pausesResumesAndIsCancelled() {
        network.mode = FakeNetwork.Mode.UNREACHABLE;
        String id = make("\"recipients\":" + recipients(600));
        harness.post(AT + "/" + id + "/start", "");
        Harness.eventually("some are queued", () -> counts(id).path("queued").asInt() > 0);
        assertThat(harness.post(AT + "/" + id + "/pause", "").text("/stage")).isEqualTo("paused");
        int queued = counts(id).path("queued").asInt();
        assertThat(queued).isLessThanOrEqualTo(256); // the others of the session are not in the way of 600
        assertThat(harness.post(AT + "/" + id + "/pause", "").text("/code")).isEqualTo("campaign_stage");
        assertThat(harness.post(AT + "/" + id + "/resume", "").text("/stage")).isEqualTo("running");
        assertThat(harness.post(AT + "/" + id + "/cancel", "").text("/stage")).isEqualTo("cancelled");
        Harness.eventually(
                "all are taken back", () -> counts(id).path("cancelled").asInt() == 600);
        network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
        assertThat(sent()).isEmpty();
        assertThat(harness.call("DELETE", AT + "/" + id).send().status()).isEqualTo(204);
    }

    @Test
    void variantsAreSharedOutAndCompared() {
        harness.put("/api/v1/templates/plain-a", "{\"content\":\"A {{name}}\"}");
        harness.put("/api/v1/templates/plain-b", "{\"content\":\"B {{name}}\"}");
        Answer made = harness.post(
                AT,
                "{\"session\":\"" + session + "\",\"name\":\"AB\",\"variants\":[{\"templateId\":\"plain-a\"},"
                        + "{\"name\":\"bold\",\"templateId\":\"plain-b\",\"weight\":2}],\"recipients\":"
                        + recipients(30) + "}");
        String id = made.text("/campaign/id");
        harness.put("/api/v1/templates/plain-a", "{\"content\":\"changed\"}");
        harness.post(AT + "/" + id + "/start", "");
        completed(id);
        assertThat(sent())
                .extracting(CampaignsIT::text)
                .filteredOn(text -> text.startsWith("A N"))
                .hasSize(10);
        JsonNode variants = harness.get(AT + "/" + id + "/analytics").json().path("variants");
        assertThat(variants.at("/1/name").asString()).isEqualTo("bold");
        assertThat(variants.at("/1/counts/sent").asInt()).isEqualTo(20);
    }

    @Test
    void failuresAreCountedByReason() {
        network.mode = FakeNetwork.Mode.REJECT;
        String id = make("\"recipients\":" + recipients(2));
        harness.post(AT + "/" + id + "/start", "");
        completed(id);
        JsonNode failures = harness.get(AT + "/" + id + "/analytics").json().path("failures");
        assertThat(failures.toString()).isEqualTo("[{\"reason\":\"not-on-whatsapp\",\"count\":2}]");
    }

    @Test
    void schedulesAndQuietHoursAreKept() {
        String id = make("\"schedule\":\"2026-11-20T21:00:00\",\"zone\":\"Europe/Berlin\","
                + "\"quietHours\":{\"from\":\"20:00\",\"to\":\"09:00\"},\"recipients\":" + recipients(2));
        assertThat(stage(id)).isEqualTo("scheduled");
        clock.set(Instant.parse("2026-11-20T20:30:00Z"));
        nudge();
        Harness.eventually(
                "it waits for the morning",
                () -> harness.get(AT + "/" + id).text("/hold").equals("quiet_hours"));
        assertThat(sent()).isEmpty();
        clock.set(Instant.parse("2026-11-21T08:00:01Z"));
        nudge();
        completed(id);
        assertThat(sent()).hasSize(2);
        clock.set(Instant.parse("2026-11-20T10:00:00Z"));
    }

    @Test
    void recurringCampaignsComeBackToWhoIsInTheListThen() {
        String list = "weekly" + tests;
        harness.put("/api/v1/audience/lists/" + list, "{}");
        harness.put("/api/v1/templates/news", "{\"content\":\"News for {{name | default(\\\"you\\\")}}\"}");
        harness.post(
                "/api/v1/audience/lists/" + list + "/members",
                "[{\"phone\":\"" + phone(tests, 1) + "\",\"name\":\"Ann\"}]");
        Answer made = harness.post(
                AT,
                "{\"session\":\"" + session
                        + "\",\"name\":\"Weekly\",\"templateId\":\"news\",\"zone\":\"UTC\",\"audience\":{\"list\":\""
                        + list + "\"},\"recurrence\":{\"every\":\"day\",\"at\":\"12:00\",\"times\":2}}");
        String id = made.text("/campaign/id");
        assertThat(harness.post(AT + "/" + id + "/start", "").text("/stage")).isEqualTo("scheduled");
        clock.set(Instant.parse("2026-11-20T12:00:01Z"));
        nudge();
        Harness.eventually("the first time", () -> sent().size() == 1);
        harness.post("/api/v1/audience/lists/" + list + "/members", "[{\"phone\":\"" + phone(tests, 2) + "\"}]");
        clock.set(Instant.parse("2026-11-21T12:00:01Z"));
        nudge();
        Harness.eventually("the second time", () -> sent().size() == 3);
        Harness.eventually("the series is over", () -> stage(id).equals("completed"));
        assertThat(harness.get(AT + "?series=" + id).json().path("items")).hasSize(2);
        assertThat(sent()).extracting(CampaignsIT::text).contains("News for Ann", "News for you");
        clock.set(Instant.parse("2026-11-20T10:00:00Z"));
    }

    @Test
    void triggeredCampaignsWriteOnceToWhoIsTaggedOrCalled() {
        String tag = "new" + tests;
        Answer made = harness.post(
                AT,
                "{\"session\":\"" + session
                        + "\",\"name\":\"Hello\",\"templateId\":\"promo\",\"trigger\":{\"on\":\"tag\",\"value\":\""
                        + tag + "\",\"delaySeconds\":60}}");
        String id = made.text("/campaign/id");
        assertThat(stage(id)).isEqualTo("running");
        harness.put(
                "/api/v1/audience/people/" + phone(tests, 1),
                "{\"name\":\"Ann\",\"variables\":{\"discount\":\"5%\"},\"tags\":[\"" + tag + "\"]}");
        assertThat(harness.post(
                                AT + "/" + id + "/trigger",
                                "{\"phone\":\"" + phone(tests, 2)
                                        + "\",\"variables\":{\"name\":\"Bo\",\"discount\":\"1%\"}}")
                        .text("/joined"))
                .isEqualTo("true");
        assertThat(harness.post(AT + "/" + id + "/trigger", "{\"phone\":\"" + phone(tests, 1) + "\"}")
                        .text("/joined"))
                .isEqualTo("false");
        assertThat(sent()).isEmpty();
        clock.advance(Duration.ofSeconds(61));
        nudge();
        Harness.eventually("both are written to", () -> sent().size() == 2);
        assertThat(harness.post(AT + "/" + id + "/cancel", "").status()).isEqualTo(200);
    }

    @Test
    void progressAndStagesAreEvents() {
        String before = harness.get("/api/v1/events?limit=1").body();
        assertThat(before).isNotEmpty();
        String id = make("\"recipients\":" + recipients(5));
        harness.post(AT + "/" + id + "/start", "");
        completed(id);
        clock.advance(Duration.ofSeconds(2));
        nudge();
        Harness.eventually("all is told", () -> {
            String events = harness.get("/api/v1/events?events=campaign.progress&session=" + session + "&limit=500")
                    .body();
            return events.contains("\"id\":\"" + id + "\"") && events.contains("\"sent\":5");
        });
        List<String> stages = new ArrayList<>();
        harness.get("/api/v1/events?events=campaign.state&session=" + session + "&limit=500")
                .json()
                .findParents("stage")
                .forEach(data -> {
                    if (data.path("id").asString().equals(id)) {
                        stages.add(data.path("stage").asString());
                    }
                });
        assertThat(stages).contains("running", "completed");
    }

    /// The gateway ends in the middle; what it accepted before is not sent again, and what it did not is.
    @Test
    void aRestartInTheMiddleSendsNothingTwice() {
        network.mode = FakeNetwork.Mode.HOLD;
        String id = make("\"recipients\":" + recipients(300));
        harness.post(AT + "/" + id + "/start", "");
        Harness.eventually("some are under way", () -> sent().size() > 50);
        harness.close();
        network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
        List<Dispatch> before = sent();
        harness = open();
        link = network.link(session);
        Harness.eventually(
                "the session is back",
                () -> harness.get("/api/v1/sessions/" + session).text("/state").equals("connected"));
        before.forEach(message -> network.link(session).progresses(message.id(), message.to(), Delivery.SENT));
        completed(id);
        assertThat(counts(id).path("sent").asInt()).isEqualTo(300);
        assertThat(sent().stream().map(Dispatch::id).distinct()).hasSize(300);
        assertThat(sent().stream().map(Dispatch::to).distinct()).hasSize(300);
    }
}
