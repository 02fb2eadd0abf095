// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.WebhookReceiver.Request;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.gateway.webhook.Webhooks;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.wire.jid.Jid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksIT {
    private static final Jid ALICE = Jid.pn("15550100011");
    private static final Jid BOB = Jid.pn("15550100012");

    private Path folder;

    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    private final FakeNetwork network = new FakeNetwork();
    private WebhookReceiver receiver;
    private Harness harness;
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

    @BeforeEach
    void listen() {
        receiver = WebhookReceiver.start();
        session = "w" + tests++;
    }

    /// The gateway is the same for all tests.
    @AfterEach
    void forget() {
        for (JsonNode webhook : harness.get("/api/v1/webhooks").json().get("items")) {
            harness.call("DELETE", "/api/v1/webhooks/" + webhook.get("id").asString())
                    .send();
        }
        receiver.close();
    }

    private Harness open() {
        return Harness.start(
                folder,
                network,
                settings -> settings.outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofMinutes(1))),
                clock);
    }

    private Answer make(String more) {
        Answer made = harness.post("/api/v1/webhooks", "{\"url\":\"" + receiver.uri() + "\"" + more + "}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private JsonNode deliveries(String webhook, String state) {
        return harness.get("/api/v1/webhooks/" + webhook + "/deliveries?state=" + state)
                .json()
                .at("/items");
    }

    /// Whether the gateway has noted every request that came: while it has not, time must not pass, or a failure would
    /// be dated later than it happened.
    private boolean allNoted(String webhook) {
        int noted = 0;
        for (String state : List.of("waiting", "delivered", "dead")) {
            for (JsonNode delivery : deliveries(webhook, state)) {
                noted += delivery.path("attempts").asInt();
            }
        }
        return noted == receiver.seen().size();
    }

    private void later(Duration time) {
        clock.advance(time);
        harness.gateway.part(Webhooks.class).nudge();
    }

    @Test
    void deliversSignedEventsInOrder() throws Exception {
        Answer made = make(",\"events\":[\"message.received\"],\"headers\":{\"X-Mine\":\"yes\"}");
        FakeLink link = harness.linked(session);
        for (int i = 0; i < 20; i++) {
            link.receives("M" + i, ALICE, "text " + i);
        }
        List<Request> requests = receiver.await(20);

        assertThat(requests)
                .extracting(request -> request.text("/data/id"))
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 20)
                        .mapToObj(i -> "M" + i)
                        .toList());
        Request first = requests.getFirst();
        String secret = made.text("/secret");
        assertThat(first.header("x-mine")).isEqualTo("yes");
        assertThat(first.text("/event")).isEqualTo("message.received");
        assertThat(first.header("webhook-id")).isEqualTo(first.text("/id"));
        assertThat(first.header("webhook-signature")).isEqualTo("v1," + standard(secret, first));
        assertThat(first.header("x-signature")).isEqualTo(hex(secret, first));
        assertThat(first.header("x-hub-signature-256")).isEqualTo("sha256=" + hex(secret, first));
        assertThat(harness.get("/api/v1/webhooks/" + made.text("/id")).json().has("secret"))
                .isFalse();
    }

    private static String standard(String secret, Request request) throws GeneralSecurityException {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        String signed = request.header("webhook-id") + "." + request.header("webhook-timestamp") + "." + request.body();
        return Base64.getEncoder().encodeToString(mac(key, signed));
    }

    private static String hex(String secret, Request request) throws GeneralSecurityException {
        return HexFormat.of().formatHex(mac(secret.getBytes(StandardCharsets.UTF_8), request.body()));
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void failedDeliveryHoldsItsChatOnly() {
        String id = make(",\"events\":[\"message.received\"]").text("/id");
        FakeLink link = harness.linked(session);
        receiver.refuse(request -> request.text("/data/id").equals("A1"), 500);
        link.receives("A1", ALICE, "one");
        link.receives("A2", ALICE, "two");
        link.receives("B1", BOB, "other");
        receiver.await(2);

        assertThat(receiver.taken())
                .extracting(request -> request.text("/data/id"))
                .containsExactly("B1");
        Harness.eventually("the failure is in the log, and what waits behind it", () -> {
            JsonNode waiting = harness.get("/api/v1/webhooks/" + id + "/deliveries?state=waiting")
                    .json()
                    .at("/items");
            return waiting.size() == 2 && waiting.at("/1/reason").asString("").equals("status_500");
        });

        receiver.refuse(_ -> false, 500);
        later(Duration.ofSeconds(10));
        receiver.awaitTaken(3);
        assertThat(receiver.taken())
                .extracting(request -> request.text("/data/id"))
                .containsExactly("B1", "A1", "A2");
    }

    @Test
    void givesUpAfterThreeDaysAndDeliversAgainWhenAsked() {
        String id = make(",\"events\":[\"message.received\"]").text("/id");
        FakeLink link = harness.linked(session);
        receiver.refuse(_ -> true, 503);
        link.receives("A1", ALICE, "one");
        for (int attempt = 1; deliveries(id, "dead").isEmpty(); attempt++) {
            receiver.await(attempt);
            Harness.eventually("the attempt is noted", () -> allNoted(id));
            later(Duration.ofHours(10)); // longer than the longest pause
        }
        Answer dead = harness.get("/api/v1/webhooks/" + id + "/deliveries?state=dead");
        assertThat(dead.json().at("/items/0/attempts").asInt()).isPositive();
        assertThat(dead.text("/items/0/reason")).isEqualTo("status_503");

        receiver.refuse(_ -> false, 503);
        assertThat(harness.post("/api/v1/webhooks/" + id + "/deliveries/" + dead.text("/items/0/id") + "/replay", "{}")
                        .status())
                .isEqualTo(202);
        assertThat(harness.post("/api/v1/webhooks/" + id + "/resume", "{}").status())
                .isEqualTo(204);
        assertThat(receiver.awaitTaken(1).getFirst().text("/data/id")).isEqualTo("A1");
    }

    @Test
    void waitingDeliveriesSurviveARestartAndComeOnce() {
        make(",\"events\":[\"message.received\"]");
        FakeLink link = harness.linked(session);
        receiver.refuse(_ -> true, 500);
        link.receives("A1", ALICE, "one");
        receiver.await(1);
        harness.close();
        receiver.refuse(_ -> false, 500);
        clock.advance(Duration.ofMinutes(1));
        harness = open();

        assertThat(receiver.awaitTaken(1).getFirst().text("/data/id")).isEqualTo("A1");
        Harness.eventually("the session is back", () -> network.link(session) != link);
        network.link(session).receives("A2", ALICE, "two");
        assertThat(receiver.awaitTaken(2))
                .extracting(request -> request.text("/data/id"))
                .containsExactly("A1", "A2");
    }

    @Test
    void restsAfterManyFailuresAndGoesOn() {
        String id = make(",\"events\":[\"message.received\"]").text("/id");
        FakeLink link = harness.linked(session);
        receiver.refuse(_ -> true, 500);
        for (int i = 0; i < 12; i++) {
            link.receives("R" + i, Jid.pn("1555010010" + i % 10 + i / 10), "text");
        }
        Harness.eventually(
                "it rests", () -> harness.get("/api/v1/webhooks/" + id).json().has("pausedUntil"));
        receiver.refuse(_ -> false, 500);
        Harness.eventually("all came", () -> {
            if (allNoted(id)) {
                later(Duration.ofMinutes(11));
            }
            return receiver.taken().size() == 12;
        });
        Harness.eventually(
                "its failures are forgotten",
                () -> harness.get("/api/v1/webhooks/" + id)
                                .json()
                                .at("/failures")
                                .asInt()
                        == 0);
    }

    @Test
    void goneSwitchesItOff() {
        String id = make(",\"events\":[\"message.received\"]").text("/id");
        receiver.refuse(_ -> true, 410);
        harness.linked(session).receives("G1", ALICE, "one");
        Harness.eventually(
                "it is off",
                () -> !harness.get("/api/v1/webhooks/" + id)
                        .json()
                        .at("/enabled")
                        .asBoolean());
        assertThat(harness.get("/api/v1/webhooks/" + id).text("/cause")).contains("410");
    }

    @Test
    void formerSecretSignsBesideTheNewOneForAWhile() throws Exception {
        Answer made = make(",\"events\":[\"message.received\"]");
        String path = "/api/v1/webhooks/" + made.text("/id");
        Answer rotated = harness.post(path + "/rotate-secret", "{\"overlapSeconds\":60}");
        FakeLink link = harness.linked(session);
        link.receives("S1", ALICE, "one");
        Request during = receiver.await(1).getFirst();
        assertThat(during.header("webhook-signature"))
                .isEqualTo("v1," + standard(rotated.text("/secret"), during) + " v1,"
                        + standard(made.text("/secret"), during));

        clock.advance(Duration.ofSeconds(61));
        link.receives("S2", ALICE, "two");
        Request after = receiver.await(2).getLast();
        assertThat(after.header("webhook-signature")).isEqualTo("v1," + standard(rotated.text("/secret"), after));
    }

    @Test
    void filtersByEventSessionChatAndDirection() {
        make(",\"events\":[\"message.*\"],\"sessions\":[\"" + session
                + "\"],\"chats\":[\"15550100011\"],\"direction\":\"incoming\"");
        FakeLink link = harness.linked(session);
        harness.linked(session + "-other").receives("X1", ALICE, "of another session");
        link.receives("X2", BOB, "of another chat");
        harness.post(
                "/api/v1/sessions/" + session + "/messages?wait=sent",
                "{\"to\":\"15550100011\",\"text\":\"outgoing\"}");
        link.receives("X3", ALICE, "wanted");
        assertThat(receiver.await(1))
                .extracting(request -> request.text("/data/id"))
                .containsExactly("X3");
    }

    @Test
    void speaksTheClientsForm() {
        make(",\"form\":\"clients\"");
        harness.linked(session).receives("C1", ALICE, "hello");
        Request request = receiver.await(1).getFirst();
        assertThat(request.text("/clientId")).isEqualTo(session);
        assertThat(request.text("/from")).isEqualTo("15550100011@c.us");
        assertThat(request.text("/body")).isEqualTo("hello");
        assertThat(request.json().at("/timestamp").asLong())
                .isEqualTo(clock.instant().getEpochSecond());
        assertThat(request.json().at("/hasMedia").asBoolean()).isFalse();
    }

    @Test
    void replaysARangeAndMakesTestCalls() {
        FakeLink link = harness.linked(session);
        long from = harness.gateway.part(EventLog.class).newest() + 1;
        link.receives("P1", ALICE, "before there was a webhook");
        String id = make(",\"events\":[\"message.received\"]").text("/id");
        Answer replayed = harness.post("/api/v1/webhooks/" + id + "/replay", "{\"from\":" + from + "}");
        assertThat(replayed.json().at("/deliveries").asInt()).isEqualTo(1);
        assertThat(receiver.await(1).getFirst().text("/data/id")).isEqualTo("P1");

        Answer test = harness.post("/api/v1/webhooks/" + id + "/test", "");
        assertThat(test.json().at("/ok").asBoolean()).isTrue();
        assertThat(receiver.await(2).getLast().text("/event")).isEqualTo("webhook.test");
    }

    @Test
    void secretsOfASessionGoOnlyToWhoNamesThem() {
        make("");
        String named = make(",\"events\":[\"session.qr\"]").text("/id");
        harness.post("/api/v1/sessions", "{\"id\":\"qr\"}");
        Harness.eventually(
                "the code came",
                () -> receiver.taken().stream()
                        .anyMatch(request -> request.text("/event").equals("session.qr")));
        assertThat(harness.get("/api/v1/webhooks/" + named + "/deliveries")
                        .json()
                        .at("/items"))
                .hasSize(1);
        assertThat(receiver.taken().stream()
                        .filter(request -> request.text("/event").equals("session.qr")))
                .hasSize(1);
    }

    @Test
    void refusesWhatCannotBeCalled() {
        for (String body : List.of(
                "{}",
                "{\"url\":\"ftp://example.com\"}",
                "{\"url\":\"https://user:pass@example.com\"}",
                "{\"url\":\"https://example.com\",\"events\":[\"no.such\"]}",
                "{\"url\":\"https://example.com\",\"direction\":\"up\"}",
                "{\"url\":\"https://example.com\",\"secret\":\"short\"}",
                "{\"url\":\"https://example.com\",\"headers\":{\"Host\":\"x\"}}",
                "{\"url\":\"https://example.com\",\"headers\":{\"X\":\"a\\r\\nb\"}}",
                "{\"url\":\"https://example.com\",\"form\":\"xml\"}")) {
            Answer refused = harness.post("/api/v1/webhooks", body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.text("/accepted")).isNotBlank();
        }
        assertThat(harness.get("/api/v1/webhooks").json().at("/items")).isEmpty();
    }

    @Test
    void webhookOfAnotherTenantIsUnknown() {
        String id = make("").text("/id");
        String key = harness.otherTenant("elsewhere");
        assertThat(harness.call("GET", "/api/v1/webhooks/" + id).key(key).send().status())
                .isEqualTo(404);
        assertThat(harness.call("DELETE", "/api/v1/webhooks/" + id)
                        .key(key)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(harness.call("DELETE", "/api/v1/webhooks/" + id).send().status())
                .isEqualTo(204);
    }

    @Test
    void privateAddressesAreNotCalledUnlessAllowed(@TempDir Path other) {
        try (Harness closed = Harness.start(other)) {
            Answer made = closed.post("/api/v1/webhooks", "{\"url\":\"" + receiver.uri() + "\"}");
            Answer test = closed.post("/api/v1/webhooks/" + made.text("/id") + "/test", "");
            assertThat(test.json().at("/ok").asBoolean()).isFalse();
            assertThat(test.text("/reason")).isEqualTo("forbidden_address");
        }
        assertThat(receiver.taken()).isEmpty();
    }
}
