// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.outbox.OutboxKeeper;
import dev.switchboard.gateway.provider.Answer.Given;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderPeople;
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
import tools.jackson.databind.JsonNode;

/// Messages for later, priorities, the two lanes, and questions to the network.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanesIT {
    private static final String FRIEND = "15550100002";

    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    private final FakeNetwork network = new FakeNetwork();
    private Path folder;
    private Harness harness;
    private String session = "";
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
        session = "lane" + tests++;
        harness.linked(session);
        path = "/api/v1/sessions/" + session;
        network.parts.asked.clear();
    }

    private Answer post(String to, String text, String more) {
        return harness.post(path + "/messages", "{\"to\":\"" + to + "\",\"text\":\"" + text + "\"" + more + "}");
    }

    private String send(String to, String text, String more) {
        Answer accepted = post(to, text, more);
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return accepted.text("/id");
    }

    private Answer policy(String body) {
        Answer policy = harness.call("PUT", path + "/send-policy").body(body).send();
        assertThat(policy.status()).as(policy.body()).isEqualTo(200);
        return policy;
    }

    private JsonNode queue() {
        return harness.get(path + "/queue").json();
    }

    private String status(String id) {
        return harness.get(path + "/messages/" + id).text("/status");
    }

    private void awaitStatus(String id, String wanted) {
        Harness.eventually(id + " is " + wanted, () -> status(id).equals(wanted));
    }

    private void look() {
        harness.gateway.part(OutboxKeeper.class).look();
    }

    /// What the test's own session has sent: what is left of those before it may go at any time.
    private List<Dispatch> sent() {
        return network.link(session).sent;
    }

    private List<String> texts() {
        return sent().stream()
                .map(Dispatch::content)
                .map(c -> c.words().orElse(""))
                .toList();
    }

    private String at(Duration later) {
        return clock.instant().plus(later).toString();
    }

    @Test
    void messageForLaterGoesAtItsTimeAndNotBefore() {
        String later = send(FRIEND, "later", ",\"sendAt\":\"" + at(Duration.ofHours(2)) + "\"");
        String now = send(FRIEND, "now", "");
        awaitStatus(now, "sent");
        look();
        assertThat(status(later)).isEqualTo("queued");
        assertThat(queue().at("/scheduled").asLong()).isEqualTo(1);
        assertThat(queue().at("/nextScheduledAt").asString()).isEqualTo(at(Duration.ofHours(2)));
        JsonNode listed =
                harness.get(path + "/queue/messages?scheduled=true").json().at("/items/0");
        assertThat(listed.at("/id").asString()).isEqualTo(later);
        assertThat(listed.at("/sendAt").asString()).isEqualTo(at(Duration.ofHours(2)));

        clock.advance(Duration.ofHours(2));
        look();
        awaitStatus(later, "sent");
        assertThat(texts()).containsExactly("now", "later");
        assertThat(queue().at("/scheduled").asLong()).isZero();
    }

    @Test
    void messageForLaterSurvivesARestartAndGoesWhenItsTimePassedMeanwhile() {
        String later = send(FRIEND, "over night", ",\"sendAt\":\"" + at(Duration.ofHours(8)) + "\"");
        harness.close();
        clock.advance(Duration.ofHours(9));
        harness = Harness.start(folder, network, settings -> settings, clock);
        awaitStatus(later, "sent");
    }

    @Test
    void messageForLaterCanBeTakenBack() {
        String later = send(FRIEND, "never", ",\"sendAt\":\"" + at(Duration.ofHours(1)) + "\"");
        assertThat(harness.call("DELETE", path + "/queue/" + later).send().status())
                .isEqualTo(204);
        assertThat(harness.get(path + "/messages/" + later).text("/failure")).isEqualTo("cancelled");
        clock.advance(Duration.ofHours(2));
        look();
        awaitStatus(send(FRIEND, "after", ""), "sent");
        assertThat(texts()).containsExactly("after");
    }

    @Test
    void chatShowsAMessageForLaterOnlyOnceItIsDue() {
        send("15550100031", "soon", ",\"sendAt\":\"" + at(Duration.ofMinutes(10)) + "\"");
        assertThat(harness.get(path + "/chats").json().at("/items").size()).isZero();
        clock.advance(Duration.ofMinutes(11));
        look();
        Harness.eventually(
                "the chat is there",
                () -> harness.get(path + "/chats").json().at("/items").size() == 1);
    }

    @Test
    void repeatOfARequestForLaterIsAnsweredLikeTheFirstEvenAfterItsTime() {
        String body = "{\"to\":\"" + FRIEND + "\",\"text\":\"once\",\"sendAt\":\"" + at(Duration.ofMinutes(5)) + "\"}";
        Answer first = harness.call("POST", path + "/messages")
                .header("Idempotency-Key", session)
                .body(body)
                .send();
        clock.advance(Duration.ofMinutes(30));
        look();
        awaitStatus(first.text("/id"), "sent");
        Answer again = harness.call("POST", path + "/messages")
                .header("Idempotency-Key", session)
                .body(body)
                .send();
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(texts()).containsExactly("once");
    }

    @Test
    void refusesTimesThatAreOverOrDoNotFit() {
        for (String more : List.of(
                ",\"sendAt\":\"" + at(Duration.ofMinutes(-10)) + "\"",
                ",\"expiresAt\":\"" + at(Duration.ofSeconds(-1)) + "\"",
                ",\"sendAt\":\"" + at(Duration.ofHours(2)) + "\",\"expiresAt\":\"" + at(Duration.ofHours(1)) + "\"",
                ",\"ttl\":0",
                ",\"ttl\":60,\"expiresAt\":\"" + at(Duration.ofHours(1)) + "\"",
                ",\"priority\":\"urgent\"")) {
            Answer refused = post(FRIEND, "x", more);
            assertThat(refused.status()).as(more).isEqualTo(400);
            assertThat(refused.text("/accepted")).isNotBlank();
        }
        assertThat(post(FRIEND, "a moment ago is now", ",\"sendAt\":\"" + at(Duration.ofSeconds(-20)) + "\"")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void messageThatWaitsTooLongFailsWithoutBeingSent() {
        harness.post(path + "/queue/pause", "");
        String late = send(FRIEND, "late", ",\"ttl\":60");
        String patient = send(FRIEND, "patient", "");
        clock.advance(Duration.ofMinutes(2));
        look();
        awaitStatus(late, "failed");
        assertThat(harness.get(path + "/messages/" + late).text("/failure")).isEqualTo("expired");
        harness.post(path + "/queue/resume", "");
        awaitStatus(patient, "sent");
        assertThat(texts()).containsExactly("patient");
    }

    @Test
    void messageThatExpiredIsNotSentEvenIfNobodyLookedBefore() {
        harness.post(path + "/queue/pause", "");
        String late = send(FRIEND, "late", ",\"expiresAt\":\"" + at(Duration.ofSeconds(30)) + "\"");
        clock.advance(Duration.ofSeconds(31));
        harness.post(path + "/queue/resume", "");
        awaitStatus(late, "failed");
        assertThat(texts()).isEmpty();
    }

    @Test
    void urgentMessagesGoFirstAndTakeTheirChatsEarlierOnesAlong() {
        policy("{\"gapMinMillis\":0,\"gapMaxMillis\":0}");
        harness.post(path + "/queue/pause", "");
        send("15550100041", "a1", "");
        send("15550100042", "b1", "");
        send("15550100042", "b2", ",\"priority\":\"high\"");
        send("15550100043", "c1", ",\"priority\":\"low\"");
        send("15550100044", "d1", ",\"priority\":\"high\"");
        String last = send("15550100045", "e1", "");
        assertThat(harness.get(path + "/queue/messages?limit=3")
                        .json()
                        .at("/items/2/priority")
                        .asString())
                .isEqualTo("high");
        harness.post(path + "/queue/resume", "");
        awaitStatus(last, "sent");
        Harness.eventually("all are sent", () -> sent().size() == 6);
        assertThat(texts()).containsExactly("b1", "b2", "d1", "a1", "e1", "c1");
    }

    @Test
    void repliesGoBeforeNewChatsButDoNotStarveThem() {
        policy("{\"gapMinMillis\":0,\"gapMaxMillis\":0}");
        network.link(session).receives("IN", Jid.pn(FRIEND), "somebody who wrote");
        harness.post(path + "/queue/pause", "");
        send("15550100051", "cold 1", "");
        send("15550100052", "cold 2", "");
        for (int i = 1; i <= 6; i++) {
            send(FRIEND, "reply " + i, "");
        }
        JsonNode standing = queue();
        assertThat(standing.at("/newChats/length").asLong()).isEqualTo(2);
        harness.post(path + "/queue/resume", "");
        Harness.eventually("all are sent", () -> sent().size() == 8);
        assertThat(texts())
                .containsExactly("reply 1", "reply 2", "reply 3", "reply 4", "cold 1", "reply 5", "reply 6", "cold 2");
    }

    @Test
    void newAccountBeginsFewChatsADayAndMoreEachDay() {
        Answer policy = policy("{\"gapMinMillis\":0,\"gapMaxMillis\":0,\"perMinute\":1000,\"newChatsPerDay\":50,"
                + "\"warmUp\":{\"days\":4,\"firstDay\":2}}");
        assertThat(policy.json().at("/warmUp/firstDay").asInt()).isEqualTo(2);
        network.link(session).receives("IN", Jid.pn(FRIEND), "somebody who wrote");
        for (int i = 0; i < 3; i++) {
            send("1555010006" + i, "cold " + i, "");
        }
        String reply = send(FRIEND, "a reply", "");
        awaitStatus(reply, "sent");
        Harness.eventually("two went", () -> sent().size() == 3);
        assertThat(queue().at("/newChats/blockedBy").asString()).isEqualTo("warm_up");
        assertThat(queue().at("/newChats/perDay").asInt()).isEqualTo(2);
        assertThat(queue().at("/newChats/usedThisDay").asInt()).isEqualTo(2);
        assertThat(queue().at("/heldBack").asInt()).isEqualTo(1);
        Harness.eventually(
                "it is told",
                () -> harness.get("/api/v1/events?session=" + session + "&limit=500")
                        .body()
                        .contains("\"blockedBy\":\"warm_up\""));

        clock.advance(Duration.ofDays(1).plusSeconds(1));
        String next = send("15550100069", "cold 3", "");
        awaitStatus(next, "sent");
        assertThat(queue().at("/newChats/perDay").asInt()).isEqualTo(4);
        clock.advance(Duration.ofDays(4));
        assertThat(queue().at("/newChats/perDay").asInt()).isEqualTo(50);
    }

    @Test
    void somebodyTypesBeforeTheMessage() {
        policy("{\"gapMinMillis\":0,\"gapMaxMillis\":0,\"typing\":true}");
        String id = send(FRIEND, "x".repeat(500), "");
        awaitTyping(1);
        assertThat(network.parts.last("ProviderPeople.show"))
                .containsExactly(Jid.pn(FRIEND), ProviderPeople.Activity.TYPING);
        assertThat(status(id)).isEqualTo("queued");
        clock.advance(Duration.ofSeconds(13));
        String next = send(FRIEND, "y", "");
        awaitStatus(id, "sent");
        awaitTyping(2);
        assertThat(status(next)).isEqualTo("queued");
        clock.advance(Duration.ofSeconds(13));
        String last = send(FRIEND, "z", "");
        awaitStatus(next, "sent");
        policy("{\"gapMinMillis\":0,\"gapMaxMillis\":0}");
        awaitStatus(last, "sent");
    }

    /// Waits until somebody has begun to type for so many messages.
    private void awaitTyping(int messages) {
        Harness.eventually(
                "somebody types " + messages,
                () -> network.parts.asked.stream()
                                .filter(asked -> asked.name().equals("ProviderPeople.show"))
                                .count()
                        == messages);
    }

    @Test
    void messageOverALimitIsRefusedWithReasonOrWaitsWhenAsked() {
        policy("{\"perMinute\":2,\"gapMinMillis\":0,\"gapMaxMillis\":0}");
        awaitStatus(send(FRIEND, "one", ""), "sent");
        awaitStatus(send(FRIEND, "two", ""), "sent");
        Answer refused = post(FRIEND, "three", "");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("/code")).isEqualTo("send_limited");
        assertThat(refused.text("/reason")).isEqualTo("minute_limit");
        assertThat(refused.json().at("/retryAfter").asLong()).isBetween(1L, 60L);
        assertThat(refused.header("Retry-After")).isNotBlank();
        Answer waits = harness.post(path + "/messages?blocked=queue", "{\"to\":\"" + FRIEND + "\",\"text\":\"four\"}");
        assertThat(waits.status()).isEqualTo(202);
        assertThat(send(FRIEND, "five", ",\"sendAt\":\"" + at(Duration.ofHours(1)) + "\""))
                .isNotBlank();

        policy("{\"perMinute\":2,\"gapMinMillis\":0,\"gapMaxMillis\":0,\"whenBlocked\":\"queue\"}");
        assertThat(post(FRIEND, "six", "").status()).isEqualTo(202);
        clock.advance(Duration.ofSeconds(61));
        assertThat(post(FRIEND, "seven", "").status()).isEqualTo(202);
        awaitStatus(waits.text("/id"), "sent");
    }

    @Test
    void tenantSaysHowItsSessionsSendAndSessionsMayDiffer() {
        Answer shared = harness.call("PUT", "/api/v1/send-policy")
                .body("{\"perMinute\":7,\"typing\":true,\"newChatsPerDay\":30}")
                .send();
        assertThat(shared.status()).as(shared.body()).isEqualTo(200);
        try {
            JsonNode of = harness.get(path + "/send-policy").json();
            assertThat(of.at("/perMinute").asInt()).isEqualTo(7);
            assertThat(of.at("/perHour").asInt()).isEqualTo(100);
            assertThat(of.at("/typing").asBoolean()).isTrue();
            JsonNode own = policy("{\"typing\":false,\"perHour\":9}").json();
            assertThat(own.at("/perMinute").asInt()).isEqualTo(7);
            assertThat(own.at("/perHour").asInt()).isEqualTo(9);
            assertThat(own.at("/typing").asBoolean()).isFalse();
            assertThat(own.at("/newChatsPerDay").asInt()).isEqualTo(30);
            String rival = harness.otherTenant("lanes-rival");
            assertThat(harness.call("GET", "/api/v1/send-policy")
                            .key(rival)
                            .send()
                            .json()
                            .at("/newChatsPerDay")
                            .asInt())
                    .isZero();
        } finally {
            harness.call("PUT", "/api/v1/send-policy").body("{}").send();
        }
        assertThat(harness.get(path + "/send-policy")
                        .json()
                        .at("/newChatsPerDay")
                        .asInt())
                .isZero();
    }

    @Test
    void questionsToTheNetworkHaveABudgetAndKnownAnswersAreFree() {
        network.parts.give(
                "ProviderPeople.check",
                List.of(new ProviderPeople.Check(
                        "15550100091", true, Optional.of(Party.of(Jid.pn("15550100091"))), false)));
        network.parts.answer("ProviderGroups.all", _ -> new Given<>(List.of()));
        policy("{\"queriesPerMinute\":2}");
        String check = "{\"numbers\":[\"15550100091\"]}";
        assertThat(harness.post(path + "/contacts/check", check).status()).isEqualTo(200);
        assertThat(harness.get(path + "/groups").status()).isEqualTo(200);
        Answer refused = harness.get(path + "/groups");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("/code")).isEqualTo("query_limited");
        assertThat(refused.text("/reason")).isEqualTo("minute_limit");
        assertThat(refused.json().at("/retryAfter").asLong()).isBetween(59L, 60L);
        assertThat(harness.post(path + "/contacts/check", check).status()).isEqualTo(200);

        clock.advance(Duration.ofSeconds(61));
        assertThat(harness.get(path + "/groups").status()).isEqualTo(200);
        assertThat(harness.call("GET", "/metrics")
                        .header(
                                "Accept",
                                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1")
                        .send()
                        .body())
                .contains("switchboard_queries_refused_total", "switchboard_queue_scheduled");
    }

    @Test
    void callerMayWaitForItsTurnToAsk() {
        network.parts.answer("ProviderGroups.all", _ -> new Given<>(List.of()));
        policy("{\"queriesPerMinute\":1}");
        assertThat(harness.get(path + "/groups").status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(60).minusMillis(300));
        Instant before = clock.instant();
        Thread time = Thread.ofVirtual().unstarted(() -> clock.advance(Duration.ofSeconds(1)));
        time.start();
        assertThat(harness.call("GET", path + "/groups")
                        .header("Prefer", "wait=5")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(clock.instant()).isAfter(before);
    }
}
