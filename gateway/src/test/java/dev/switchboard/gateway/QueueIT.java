// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.wire.jid.Jid;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueIT {
    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    private final FakeNetwork network = new FakeNetwork();
    private Path folder;
    private Harness harness;
    private String path = "";
    private int tests;

    @BeforeAll
    void start(@TempDir Path fresh) {
        folder = fresh;
        harness = Harness.start(folder, network, settings -> settings, clock);
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    @BeforeEach
    void link() {
        String session = "q" + tests++;
        harness.linked(session);
        path = "/api/v1/sessions/" + session;
    }

    private String send(String text) {
        return send("15550100002", text);
    }

    private String sendTo(String number) {
        return send(number, "hello");
    }

    private String send(String number, String text) {
        Answer accepted =
                harness.post(path + "/messages?blocked=queue", "{\"to\":\"" + number + "\",\"text\":\"" + text + "\"}");
        assertThat(accepted.status()).isEqualTo(202);
        return accepted.text("/id");
    }

    private String status(String id) {
        return harness.get(path + "/messages/" + id).text("/status");
    }

    private void awaitSent(String id) {
        Harness.eventually(id + " is sent", () -> status(id).equals("sent"));
    }

    @Test
    void pausedSessionTakesMessagesAndSendsThemOnceResumed() {
        assertThat(harness.post(path + "/queue/pause", "").json().at("/paused").asBoolean())
                .isTrue();
        String id = send("later");
        Answer queue = harness.get(path + "/queue");
        assertThat(queue.json().at("/length").asLong()).isEqualTo(1);
        assertThat(queue.text("/blockedBy")).isEqualTo("paused");
        assertThat(status(id)).isEqualTo("queued");

        harness.post(path + "/queue/resume", "");
        awaitSent(id);
        assertThat(harness.get(path + "/queue").json().at("/length").asLong()).isZero();
    }

    @Test
    void messageInTheQueueCanBeTakenBack() {
        harness.post(path + "/queue/pause", "");
        String first = send("taken back");
        String second = send("stays");
        assertThat(harness.call("DELETE", path + "/queue/" + first).send().status())
                .isEqualTo(204);
        assertThat(harness.get(path + "/messages/" + first).text("/failure")).isEqualTo("cancelled");
        assertThat(harness.call("DELETE", path + "/queue/" + first).send().status())
                .isEqualTo(404);

        harness.post(path + "/queue/resume", "");
        awaitSent(second);
        assertThat(harness.call("DELETE", path + "/queue/" + second).send().status())
                .isEqualTo(404);
        assertThat(status(first)).isEqualTo("failed");
    }

    @Test
    void sessionsOwnLimitsHoldBackWhatIsOverThem() {
        Answer policy = harness.call("PUT", path + "/send-policy")
                .body("{\"perMinute\":2,\"gapMinMillis\":0,\"gapMaxMillis\":0}")
                .send();
        assertThat(policy.json().at("/perMinute").asInt()).isEqualTo(2);
        assertThat(policy.json().at("/perHour").asInt()).isEqualTo(100);
        Instant begin = clock.instant();
        awaitSent(send("one"));
        awaitSent(send("two"));
        String third = send("three");
        Answer queue = harness.get(path + "/queue");
        assertThat(queue.text("/blockedBy")).isEqualTo("minute_limit");
        assertThat(queue.text("/nextSendAt")).isEqualTo(begin.plusSeconds(60).toString());
        assertThat(queue.json().at("/usedThisMinute").asLong()).isEqualTo(2);

        clock.advance(Duration.ofSeconds(61));
        String fourth = send("four");
        awaitSent(third);
        awaitSent(fourth);
    }

    @Test
    void nothingIsSentInQuietHours() {
        String now = clock.instant().toString().substring(11, 16);
        String end = clock.instant().plus(Duration.ofHours(9)).toString();
        harness.call("PUT", path + "/send-policy")
                .body("{\"quietHours\":{\"from\":\"" + now + "\",\"to\":\"" + end.substring(11, 16)
                        + "\",\"zone\":\"UTC\"}}")
                .send();
        send("at night");
        Answer queue = harness.get(path + "/queue");
        assertThat(queue.text("/blockedBy")).isEqualTo("quiet_hours");
        assertThat(Instant.parse(queue.text("/nextSendAt")))
                .isBetween(Instant.parse(end).minusSeconds(60), Instant.parse(end));
    }

    @Test
    void onlyNewChatsWaitWhileTheNetworkForbidsThem() {
        FakeLink link = network.link("q" + (tests - 1));
        link.receives("IN", Jid.pn("15550100002"), "somebody who wrote");
        link.happens(new ProviderEvent.ColdChatsRestricted(
                true, Optional.of(clock.instant().plus(Duration.ofHours(6)))));
        String cold = sendTo("15550100077");
        String warm = send("an answer");
        awaitSent(warm);
        assertThat(status(cold)).isEqualTo("queued");
        Answer queue = harness.get(path + "/queue");
        assertThat(queue.json().at("/heldBack").asLong()).isEqualTo(1);
        assertThat(harness.get(path).text("/restriction/lane")).isEqualTo("cold");

        link.happens(new ProviderEvent.ColdChatsRestricted(false, Optional.empty()));
        awaitSent(cold);
        assertThat(harness.get(path + "/queue").json().at("/heldBack").asLong()).isZero();
    }

    @Test
    void newChatsGoOnWhenTheRestrictionHasPassed() {
        FakeLink link = network.link("q" + (tests - 1));
        link.happens(new ProviderEvent.ColdChatsRestricted(
                true, Optional.of(clock.instant().plus(Duration.ofHours(6)))));
        String first = sendTo("15550100078");
        Harness.eventually(
                "it is held back",
                () -> harness.get(path + "/queue").json().at("/heldBack").asLong() == 1);
        clock.advance(Duration.ofHours(7));
        String second = sendTo("15550100079");
        awaitSent(first);
        awaitSent(second);
    }

    @Test
    void policySurvivesARestart() {
        harness.call("PUT", path + "/send-policy").body("{\"perDay\":7}").send();
        harness.post(path + "/queue/pause", "");
        String id = send("before the restart");
        harness.close();
        harness = Harness.start(folder, network, settings -> settings, clock);
        Answer queue = harness.get(path + "/queue");
        assertThat(queue.json().at("/paused").asBoolean()).isTrue();
        assertThat(queue.json().at("/policy/perDay").asInt()).isEqualTo(7);
        assertThat(status(id)).isEqualTo("queued");
        harness.post(path + "/queue/resume", "");
        awaitSent(id);
    }

    @Test
    void refusesPoliciesThatAreNone() {
        for (String body : List.of(
                "{\"perMinute\":0}",
                "{\"gapMinMillis\":5000,\"gapMaxMillis\":1}",
                "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"22:00\",\"zone\":\"UTC\"}}",
                "{\"quietHours\":{\"from\":\"late\",\"to\":\"early\",\"zone\":\"UTC\"}}",
                "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"08:00\",\"zone\":\"Mars/Olympus\"}}")) {
            Answer refused =
                    harness.call("PUT", path + "/send-policy").body(body).send();
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.text("/accepted")).isNotBlank();
        }
        assertThat(harness.get(path + "/queue").json().at("/policy/own").asBoolean())
                .isFalse();
    }
}
