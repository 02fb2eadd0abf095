// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.broker.Broker;
import dev.switchboard.gateway.broker.Broker.Taken;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.wire.jid.Jid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What every sink does, tried on the real broker, which is started once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SinkContract {
    private static final List<Jid> CHATS = List.of(Jid.pn("15550100021"), Jid.pn("15550100022"), Jid.pn("15550100023"));

    private final FakeNetwork network = new FakeNetwork();
    private Path folder;
    private Broker broker;
    private Harness harness;

    /// The broker, not yet started.
    abstract Broker broker(Path place);

    @BeforeAll
    void start(@TempDir Path fresh) throws Exception {
        folder = fresh;
        broker = broker(java.nio.file.Files.createDirectory(fresh.resolve("broker")));
        FutureTask<Boolean> started = new FutureTask<>(broker::start, true);
        Thread.startVirtualThread(started);
        harness = open();
        started.get();
    }

    @AfterAll
    void stop() {
        harness.close();
        broker.close();
    }

    private Harness open() {
        return Harness.start(
                folder.resolve("gateway"),
                network,
                settings -> settings.outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofMinutes(1))));
    }

    /// Through a crash of the broker and a restart of the gateway nothing is lost, and chats stay in order.
    @Test
    void everyEventArrivesInOrderWhateverIsRestarted() {
        Answer made = harness.post(
                "/api/v1/sinks", "{" + broker.target() + ",\"events\":[\"message.received\"],\"name\":\"warehouse\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).doesNotContain("guest\",\"guest", "password\":");
        String id = made.text("/id");
        Answer test = harness.post("/api/v1/sinks/" + id + "/test", "");
        assertThat(test.json().at("/ok").asBoolean()).as(test.body()).isTrue();

        nowhere().ifPresent(target -> {
            String other = harness.post("/api/v1/sinks", "{" + target + ",\"enabled\":false}")
                    .text("/id");
            assertThat(harness.post("/api/v1/sinks/" + other + "/test", "").text("/reason"))
                    .isEqualTo("no_target");
            harness.call("DELETE", "/api/v1/sinks/" + other).send();
        });

        List<String> written = new ArrayList<>();
        FakeLink link = harness.linked("sink");
        write(link, written, 30);
        awaitAll(written);

        broker.kill();
        write(link, written, 30);
        Harness.eventually("the sink tells what is wrong", () -> {
            JsonNode progress = harness.get("/api/v1/sinks/" + id).json().at("/progress");
            return progress.at("/failures").asInt() > 0
                    && progress.at("/behind").asInt() >= 30;
        });
        assertThat(harness.get("/api/v1/sinks/" + id).text("/progress/reason")).isIn("unreachable", "timed_out");
        broker.start();
        harness.post("/api/v1/sinks/" + id + "/resume", "");
        awaitAll(written);

        harness.close();
        harness = open();
        Harness.eventually("the session is back", () -> network.link("sink") != link);
        write(network.link("sink"), written, 9);
        List<Taken> all = awaitAll(written);
        inspect(all);
        JsonNode progress = harness.get("/api/v1/sinks/" + id).json().at("/progress");
        assertThat(progress.at("/state").asString()).isEqualTo("running");
        Harness.eventually(
                "it is not behind",
                () -> harness.get("/api/v1/sinks/" + id)
                                .json()
                                .at("/progress/delivered")
                                .asInt()
                        >= written.size());

        harness.post("/api/v1/sinks/" + id + "/replay", "{\"from\":1}");
        Harness.eventually(
                "all are handed over again",
                () -> harness.get("/api/v1/sinks/" + id)
                                .json()
                                .at("/progress/delivered")
                                .asInt()
                        >= 2 * written.size());
        assertThat(ids(broker.read())).hasSize(written.size());
    }

    /// The target with another topic or exchange, which is not there; empty where the sink makes it.
    private Optional<String> nowhere() {
        String target = broker.target();
        String other = target.replace("\"whatsapp-events\"", "\"nowhere\"").replace("\"whatsapp\"", "\"nowhere\"");
        return other.equals(target) ? Optional.empty() : Optional.of(other);
    }

    private static void write(FakeLink link, List<String> written, int count) {
        for (int i = 0; i < count; i++) {
            String id = "SINK%04d".formatted(written.size());
            link.receives(id, CHATS.get(i % CHATS.size()), "text of " + id);
            written.add(id);
        }
    }

    /// Waits until the broker has all that was written; chats are in order, repetitions apart.
    private List<Taken> awaitAll(List<String> written) {
        List<List<Taken>> last = new ArrayList<>();
        Harness.eventually("the broker has everything", Duration.ofSeconds(60), () -> {
            last.add(broker.read());
            return ids(last.getLast()).size() >= written.size();
        });
        List<Taken> all = last.getLast();
        Map<String, List<String>> chats = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Taken taken : all) {
            if (seen.add(taken.headers().get("event-id"))) {
                JsonNode event = Harness.JSON.readTree(taken.body());
                chats.computeIfAbsent(event.at("/data/chat/phone").asString(), _ -> new ArrayList<>())
                        .add(event.at("/data/id").asString());
            }
        }
        assertThat(chats).hasSize(CHATS.size());
        chats.forEach((chat, ids) -> assertThat(ids).as(chat).isSorted());
        assertThat(chats.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(written);
        return all;
    }

    private static Set<String> ids(List<Taken> all) {
        Set<String> ids = new LinkedHashSet<>();
        all.forEach(taken -> ids.add(taken.headers().get("event-id")));
        return ids;
    }

    private void inspect(List<Taken> all) {
        Taken first = all.getFirst();
        JsonNode event = Harness.JSON.readTree(first.body());
        assertThat(event.propertyNames()).containsExactly("id", "seq", "time", "event", "tenant", "session", "data");
        assertThat(first.headers())
                .containsEntry("event-id", event.at("/id").asString())
                .containsEntry("event", "message.received")
                .containsEntry("tenant", "main")
                .containsEntry("session", "sink");
        assertThat(first.key()).isEqualTo("sink/" + event.at("/data/chat/jid").asString());
    }
}
