// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp.Answer;
import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.Network;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// One run: a gateway with one linked session, a correspondent's phone, messages both ways, and SIGKILL at random
/// moments. A sender
/// behaves as a careful caller does: it repeats a request that was not answered, with the same `Idempotency-Key`.
public final class CrashRun {
    private static final String OWNER = "15550200001";
    private static final String FRIEND = "15550200002";
    private static final String SESSION = "crash";
    private static final Duration DRAIN = Duration.ofSeconds(90);

    private final Network network;
    private final GatewayProcess gateway;
    private final int messages;
    private final int kills;
    private final Random random;
    private final Consumer<String> out;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    /// Requests that died with the gateway, or met none: each goes again.
    private final LongAdder unanswered = new LongAdder();

    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    private CrashRun(Network network, GatewayProcess gateway, Plan plan, Consumer<String> out) {
        this.network = network;
        this.gateway = gateway;
        this.messages = plan.messages();
        this.kills = plan.kills();
        this.random = new Random(plan.seed());
        this.out = out;
    }

    /// What to do: how many messages each way, how many kills, and the seed of the moments.
    public record Plan(int messages, int kills, long seed) {}

    /// What was found. `doubled` are ids that a phone got more than once, or that the gateway stored twice.
    public record Outcome(int distinctToPhone, int distinctToGateway, int lost, int doubled, int undecryptable) {
        /// Whether nothing was lost, doubled or left undecryptable.
        public boolean clean() {
            return lost == 0 && doubled == 0 && undecryptable == 0;
        }
    }

    /// Runs it in `folder`, which must be empty.
    public static Outcome run(Path folder, Plan plan, Consumer<String> out) {
        try (Network network = Network.start(folder, true, List.of("-Xmx512m"));
                GatewayProcess gateway = GatewayProcess.start(
                        network, folder.resolve("gateway"), List.of("-XX:+UseSerialGC", "-Xmx512m"))) {
            network.account(OWNER, "Owner");
            network.account(FRIEND, "Friend");
            gateway.link(SESSION, OWNER);
            return new CrashRun(network, gateway, plan, out).run();
        }
    }

    private Outcome run() {
        // A share of the messages is released per kill, so that the last kill still meets traffic.
        Semaphore toPhone = new Semaphore(0);
        Semaphore toGateway = new Semaphore(0);
        Thread sender = Thread.ofVirtual().name("sender").start(() -> sendAll(toPhone));
        Thread answerer = Thread.ofVirtual().name("answerer").start(() -> answerAll(toGateway));
        for (int kill = 0; kill < kills; kill++) {
            int share = share(kill);
            toPhone.release(share);
            toGateway.release(share);
            awaitTraffic(random.nextInt(share + 1));
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(0, 150)).toNanos());
            gateway.kill();
            gateway.startAgain();
            // Some kills hit a gateway that is still starting.
            if (random.nextInt(4) != 0) {
                gateway.awaitReady();
            } else {
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(200, 3000)).toNanos());
            }
            out.accept("kill " + (kill + 1) + " of " + kills + ": " + sent.size() + " sent, " + answered.size()
                    + " answered, " + unanswered.sum() + " requests repeated");
        }
        toPhone.release(messages);
        toGateway.release(messages);
        gateway.awaitReady();
        join(sender);
        join(answerer);
        return count();
    }

    /// Lets so many more messages be accepted, or three seconds pass, so that kills fall into every stage of a
    /// message's life.
    private void awaitTraffic(int more) {
        int wanted = sent.size() + more;
        long deadline = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (sent.size() < wanted && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private int share(int kill) {
        return messages * (kill + 1) / (kills + 1) - messages * kill / (kills + 1);
    }

    private void sendAll(Semaphore permits) {
        for (int i = 0; i < messages; i++) {
            permits.acquireUninterruptibly();
            String body = "{\"to\":\"" + FRIEND + "\",\"text\":\"to phone " + i + "\"}";
            sent.add(untilAccepted("crash-" + i, body));
        }
    }

    private String untilAccepted(String key, String body) {
        while (true) {
            try {
                Answer answer = gateway.api()
                        .send(
                                "POST",
                                "/api/v1/sessions/" + SESSION + "/messages",
                                body,
                                "application/json",
                                Map.of("Idempotency-Key", key));
                if (answer.ok()) {
                    return answer.body().path("id").asText();
                }
                if (answer.status() < 500 && answer.status() != 409 && answer.status() != 429) {
                    throw new IllegalStateException("a message was refused: " + answer.status() + " " + answer.text());
                }
            } catch (UncheckedIOException e) {
                unanswered.increment();
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void answerAll(Semaphore permits) {
        for (int i = 0; i < messages; i++) {
            permits.acquireUninterruptibly();
            answered.add(network.admin()
                    .post("/admin/accounts/" + FRIEND + "/messages", Map.of("to", OWNER, "text", "to gateway " + i))
                    .orFail("sending from the phone")
                    .body()
                    .path("id")
                    .asText());
        }
    }

    private Outcome count() {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        Outcome outcome = tally();
        while (outcome.lost() + outcome.undecryptable() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            outcome = tally();
        }
        return outcome;
    }

    private Outcome tally() {
        int undecryptable = 0;
        Map<String, Integer> phone = new HashMap<>();
        for (JsonNode message : network.phoneMessages(FRIEND, 10 * messages)) {
            if (!message.path("fromMe").asBoolean()) {
                if ("undecryptable".equals(message.path("type").asText())) {
                    undecryptable++;
                } else {
                    phone.merge(
                            message.path("id").asText(), message.path("copies").asInt(), Integer::sum);
                }
            }
        }
        Map<String, Integer> stored = received();
        int lost = missing(sent, phone.keySet())
                + missing(answered, stored.keySet())
                + (messages - sent.size())
                + (messages - answered.size());
        int doubled = more(phone) + more(stored);
        return new Outcome(phone.size(), stored.size(), lost, doubled, undecryptable);
    }

    private Map<String, Integer> received() {
        Map<String, Integer> stored = new HashMap<>();
        String cursor = "";
        do {
            JsonNode page = gateway.messages(SESSION, "limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            for (JsonNode message : page.path("items")) {
                if (!message.path("fromMe").asBoolean()) {
                    stored.merge(message.path("id").asText(), 1, Integer::sum);
                }
            }
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty() && !"null".equals(cursor));
        return stored;
    }

    private static int missing(Set<String> expected, Set<String> seen) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(seen);
        return missing.size();
    }

    private static int more(Map<String, Integer> counts) {
        return (int) counts.values().stream().filter(count -> count > 1).count();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
