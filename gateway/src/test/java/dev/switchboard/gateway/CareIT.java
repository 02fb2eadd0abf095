// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.health.DailyCounts;
import dev.switchboard.gateway.health.Watchdog;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.provider.Pulse;
import dev.switchboard.gateway.provider.ReconnectPlan;
import dev.switchboard.gateway.session.Reconnections;
import dev.switchboard.gateway.session.SessionCleanup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.wire.jid.Jid;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looking after sessions: how links come back, how they stood, what was counted, what is wrong.
class CareIT {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final MutableClock clock = MutableClock.at(NOON);
    private final FakeNetwork network = new FakeNetwork();
    private Path folder;
    private Harness harness;

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = temporary;
        harness = Harness.start(folder, network, config -> config, clock);
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private void restart() {
        harness.close();
        clock.advance(Duration.ofMinutes(10));
        harness = Harness.start(folder, network, config -> config, clock);
    }

    private void round() {
        harness.gateway.part(Watchdog.class).round();
    }

    @Test
    void linksComeBackAsTheSessionOrTheTenantOrTheGatewayHasIt() {
        harness.linked("a");
        String path = "/api/v1/sessions/a/reconnection";
        assertThat(harness.get(path).text("/policy")).isEqualTo("standard");
        assertThat(harness.get(path).text("/from")).isEqualTo("gateway");
        assertThat(harness.get(path).json().at("/firstWaitsSeconds").toString()).isEqualTo("[0,1,2,4,8]");

        Answer tenant = harness.call("PUT", "/api/v1/tenants/main/reconnection")
                .body("{\"policy\":\"recovery\"}")
                .send();
        assertThat(tenant.status()).isEqualTo(200);
        assertThat(harness.get(path).text("/from")).isEqualTo("tenant");
        harness.call("PUT", path).body("{\"policy\":\"steady\"}").send();
        assertThat(plan("a").first()).containsExactly(Duration.ofSeconds(5));

        restart();
        assertThat(harness.get(path).text("/policy")).isEqualTo("steady");
        assertThat(harness.call("DELETE", path).send().text("/policy")).isEqualTo("recovery");
        assertThat(plan("a").slow()).isEqualTo(Duration.ofMinutes(15));
        Answer refused =
                harness.call("PUT", path).body("{\"policy\":\"hasty\"}").send();
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/accepted")).contains("exponential");
    }

    private ReconnectPlan plan(String session) {
        var key = harness.gateway
                .part(Sessions.class)
                .find(new TenantId("main"), session)
                .orElseThrow()
                .key();
        return harness.gateway.part(Reconnections.class).of(key);
    }

    @Test
    void tellsUptimeAndDropsByCauseAlsoAfterACrash() {
        FakeLink link = harness.linked("a");
        clock.advance(Duration.ofHours(2));
        link.enters(LinkState.RECONNECTING, "network-lost");
        clock.advance(Duration.ofMinutes(30));
        link.enters(LinkState.CONNECTING, "logging-in");
        link.enters(LinkState.CONNECTED, "logged-in");
        clock.advance(Duration.ofHours(1));
        round();
        clock.advance(Duration.ofMinutes(6));
        restart();
        Harness.eventually(
                "restored",
                () -> harness.get("/api/v1/sessions/a").text("/state").equals("connected"));

        clock.advance(Duration.ofMinutes(1));
        Answer report = harness.get("/api/v1/sessions/a/connection?from=2026-11-20T12:00:00Z");
        assertThat(report.status()).isEqualTo(200);
        assertThat(report.json().at("/total/drops").asInt()).isEqualTo(2);
        assertThat(report.json().at("/total/dropsByCause/network-lost").asInt()).isEqualTo(1);
        assertThat(report.json().at("/total/dropsByCause/gateway-down").asInt()).isEqualTo(1);
        assertThat(report.json().at("/total/downSecondsByCause/network-lost").asInt())
                .isEqualTo(1800);
        assertThat(report.json().at("/periods/0/start").asString()).isEqualTo("2026-11-20");
        assertThat(harness.get("/api/v1/connections")
                        .json()
                        .at("/items/0/period/drops")
                        .asInt())
                .isEqualTo(2);
        assertThat(harness.get("/api/v1/sessions/a/connection?by=year").status())
                .isEqualTo(400);
        assertThat(harness.get("/api/v1/sessions/b/connection").status()).isEqualTo(404);
    }

    @Test
    void countsByTheDaysOfTheTenantsTimeZoneAndKeepsThemOnceTheyAreOver() {
        harness.call("PATCH", "/api/v1/tenants/main")
                .body("{\"timeZone\":\"Asia/Tokyo\"}")
                .send();
        FakeLink link = harness.linked("a");
        link.receives("IN1", Jid.pn("15550100002"), "hello");
        clock.advance(Duration.ofHours(4)); // past midnight in Tokyo
        link.receives("IN2", Jid.pn("15550100002"), "good morning");
        harness.post("/api/v1/sessions/a/messages?wait=sent", "{\"to\":\"15550100002\",\"text\":\"hi\"}");
        Answer counts = harness.get("/api/v1/sessions/a/counters?days=2");
        assertThat(counts.json().at("/days/0/day").asString()).isEqualTo("2026-11-21");
        assertThat(counts.json().at("/days/0/received").asInt()).isEqualTo(1);
        assertThat(counts.json().at("/days/0/sent").asInt()).isEqualTo(1);
        assertThat(counts.json().at("/days/1/received").asInt()).isEqualTo(1);

        clock.advance(Duration.ofDays(5));
        harness.gateway.part(DailyCounts.class).closeDays();
        harness.gateway
                .part(dev.switchboard.gateway.storage.Database.class)
                .write(tx -> tx.update("DELETE FROM message"));
        assertThat(harness.get("/api/v1/sessions/a/counters?days=7")
                        .json()
                        .at("/days/5/sent")
                        .asInt())
                .isEqualTo(1);
        assertThat(harness.get("/api/v1/sessions/a/counters?days=0").status()).isEqualTo(400);
    }

    @Test
    void aDeafSessionIsFoundAndConnectedAnew() {
        FakeLink link = harness.linked("a");
        round();
        clock.advance(Duration.ofMinutes(29));
        round();
        assertThat(link.probes).isEmpty();
        clock.advance(Duration.ofMinutes(2));
        round();
        assertThat(link.probes).containsExactly(true);
        assertThat(harness.get("/api/v1/sessions/a").text("/state")).isEqualTo("connected");

        // It heard nothing since, but proved that it could: patience doubles.
        clock.advance(Duration.ofMinutes(40));
        round();
        assertThat(link.probes).hasSize(1);
        clock.advance(Duration.ofMinutes(21));
        network.pulse = new dev.switchboard.gateway.provider.Answer.TimedOut<>();
        round();
        assertThat(link.probes).hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        String events = harness.get("/api/v1/events?session=a").body();
        assertThat(harness.get("/api/v1/sessions/a/connection")
                        .json()
                        .at("/total/dropsByCause/deaf")
                        .asInt())
                .as(events)
                .isEqualTo(1);
        assertThat(harness.get("/metrics/prometheus").body())
                .contains(
                        "switchboard_watchdog_revivals_total 1.0", "switchboard_link_drops_total{cause=\"deaf\"} 1.0");
    }

    @Test
    void manySentMessagesWithoutAnyReceiptAreSuspiciousSooner() {
        FakeLink link = harness.linked("a");
        clock.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 5; i++) {
            harness.post("/api/v1/sessions/a/messages?wait=sent", "{\"to\":\"1555010000" + i + "\",\"text\":\"hi\"}");
        }
        clock.advance(Duration.ofMinutes(6));
        network.pulse =
                new dev.switchboard.gateway.provider.Answer.Given<>(new Pulse(Duration.ofMillis(3), OptionalInt.of(4)));
        round();
        assertThat(link.probes).containsExactly(true);
        assertThat(harness.get("/metrics/prometheus").body()).contains("switchboard_watchdog_drained_total 1.0");
    }

    @Test
    void eachEndSaysWhoEndedItAndWhatToDo() {
        FakeLink link = harness.linked("a");
        link.enters(LinkState.LOGGED_OUT, "device-removed");
        assertThat(harness.get("/api/v1/sessions/a").text("/end/kind")).isEqualTo("unlinked_on_phone");

        FakeLink banned = harness.linked("b");
        banned.enters(LinkState.LOGGED_OUT, "account-banned");
        assertThat(harness.get("/api/v1/sessions/b").text("/end/kind")).isEqualTo("banned");
        assertThat(harness.get("/api/v1/sessions/b").text("/end/advice")).isNotBlank();
        assertThat(harness.get("/api/v1/sessions/b/health").text("/level")).isEqualTo("Critical");

        FakeLink evicted = harness.linked("c");
        evicted.happens(new ProviderEvent.ColdChatsRestricted(
                true, Optional.of(clock.instant().plusSeconds(3600))));
        evicted.enters(LinkState.LOGGED_OUT, "device-removed");
        assertThat(harness.get("/api/v1/sessions/c").text("/end/kind")).isEqualTo("removed_by_whatsapp");
        assertThat(harness.get("/api/v1/sessions/c").text("/cause")).isEqualTo("evicted");

        FakeLink restricted = harness.linked("d");
        restricted.enters(LinkState.RESTRICTED, "temporarily-banned");
        assertThat(harness.get("/api/v1/sessions/d").text("/end/kind")).isEqualTo("restricted");
        harness.post("/api/v1/sessions", "{\"id\":\"e\",\"connect\":false}");
        assertThat(harness.get("/api/v1/sessions/e").json().has("end")).isFalse();
    }

    @Test
    void diagnosisFindsWhatIsWrongAndSaysWhatToDo() {
        FakeLink link = harness.linked("a");
        network.parts.give(
                "ProviderPeople.check",
                List.of(new ProviderPeople.Check("15550100002", false, Optional.empty(), false)));
        network.parts.give("ProviderPeople.blocked", List.of());
        Answer well = harness.get("/api/v1/sessions/a/diagnosis");
        assertThat(well.json().at("/healthy").asBoolean()).as(well.body()).isTrue();
        assertThat(well.body()).contains("answers after 7 ms");

        Answer unknown = harness.get("/api/v1/sessions/a/diagnosis?recipient=15550100002");
        assertThat(unknown.json().at("/healthy").asBoolean()).isFalse();
        assertThat(unknown.body()).contains("The number is not on WhatsApp.");

        link.enters(LinkState.RECONNECTING, "network-lost");
        Answer down = harness.get("/api/v1/sessions/a/diagnosis?recipient=nobody");
        assertThat(down.json().at("/checks/0/ok").asBoolean()).isFalse();
        assertThat(down.json().at("/checks/0/advice").asString()).isEqualTo("advice for network-lost");
        assertThat(down.json().at("/recipient/0/name").asString()).isEqualTo("address");
        assertThat(down.text("/level")).isEqualTo("Warning");
    }

    @Test
    void logLevelsChangeWhileItRunsForTheOwnerOnlyAndAreAudited() {
        var logger = org.slf4j.LoggerFactory.getLogger("dev.switchboard.gateway.webhook");
        assertThat(logger.isDebugEnabled()).isFalse();
        Answer set = harness.call("PUT", "/api/v1/log-levels/dev.switchboard.gateway.webhook")
                .body("{\"level\":\"debug\",\"minutes\":5}")
                .send();
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(set.text("/until")).isEqualTo("2026-11-20T12:05:00Z");
        assertThat(logger.isDebugEnabled()).isTrue();
        assertThat(harness.get("/api/v1/log-levels").body())
                .contains("\"dev.switchboard\"")
                .contains("debug");
        assertThat(harness.call("DELETE", "/api/v1/log-levels/dev.switchboard.gateway.webhook")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(logger.isDebugEnabled()).isFalse();
        assertThat(harness.call("PUT", "/api/v1/log-levels/org.springframework")
                        .body("{\"level\":\"debug\"}")
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(harness.call("GET", "/api/v1/log-levels")
                        .key(harness.otherTenant("acme"))
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(harness.get("/audit/logs?limit=50").body())
                .contains("log-level.set")
                .contains("log-level.reset");
    }

    @Test
    void aStartOpensNoMoreConnectionsAtATimeThanItMayAndTellsHowFarItIs() {
        for (int i = 0; i < 7; i++) {
            harness.linked("s" + i);
        }
        harness.close();
        network.links.clear();
        network.slow = true;
        harness = Harness.start(folder, network, config -> config.restoreAtOnce(3), clock);
        Harness.eventually("three are on their way", () -> network.links.size() == 3);
        assertThat(harness.get("/health").json().at("/restoring/total").asInt()).isEqualTo(7);
        assertThat(harness.get("/health").json().at("/restoring/settled").asInt())
                .isZero();
        round(); // leaves those that wait their turn alone
        assertThat(network.links).hasSize(3);

        network.links.get("s0").enters(LinkState.CONNECTED, "logged-in");
        Harness.eventually("the next one is", () -> network.links.size() == 4);
        network.slow = false;
        network.links.values().stream()
                .filter(link -> !harness.get(
                                "/api/v1/sessions/" + link.lease().key().id())
                        .text("/state")
                        .equals("connected"))
                .forEach(link -> link.enters(LinkState.CONNECTED, "logged-in"));
        Harness.eventually("all are", () -> !harness.get("/health").json().has("restoring"));
        assertThat(network.links).hasSize(7);
    }

    @Test
    void sessionsThatCameToNothingGoAfterAWeekWhoseverTheyAre() {
        harness.linked("kept");
        String other = harness.otherTenant("acme");
        harness.call("POST", "/api/v1/sessions")
                .key(other)
                .body("{\"id\":\"dead\",\"connect\":false}")
                .send();
        clock.advance(Duration.ofDays(8));
        harness.gateway.part(SessionCleanup.class).everywhere();
        assertThat(harness.call("GET", "/api/v1/sessions/dead")
                        .key(other)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(harness.get("/api/v1/sessions/kept").status()).isEqualTo(200);
    }

    @Test
    void aChangeOfHealthIsAnEvent() {
        FakeLink link = harness.linked("a");
        round();
        link.enters(LinkState.FAILED, "client-outdated");
        round();
        round();
        link.enters(LinkState.CONNECTED, "logged-in");
        round();
        Answer page = harness.get("/api/v1/events?event=session.health");
        assertThat(page.json().at("/items/0/data/level").asString())
                .as(page.body())
                .isEqualTo("Critical");
    }
}
