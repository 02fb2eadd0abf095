// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp.Answer;
import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.Network;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// One run: a session, a CSV file of phones, a campaign, SIGKILL at random moments, and people who say STOP in the
/// middle, some before their turn and some after it.
public final class CampaignRun {
    private static final String OWNER = "15550300001";
    private static final String SESSION = "campaign";
    private static final long FIRST = 15_552_000_000L;
    private static final int AT_A_TIME = 8;
    private static final Duration LONGEST = Duration.ofMinutes(60);
    private static final Duration DRAIN = Duration.ofSeconds(90);

    private final Network network;
    private final GatewayProcess gateway;
    private final Plan plan;
    private final Random random;
    private final Consumer<String> out;
    private long kilobytes;

    private CampaignRun(Network network, GatewayProcess gateway, Plan plan, Consumer<String> out) {
        this.network = network;
        this.gateway = gateway;
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.out = out;
    }

    /// What to do.
    ///
    /// @param faster how many times faster than the standard the send limits are
    public record Plan(int recipients, int kills, int faster, long seed) {
        /// The standard limits, so many times faster.
        List<String> settings() {
            return List.of(
                    "--send-limits",
                    "on",
                    "--send-per-minute",
                    Integer.toString(20 * faster),
                    "--send-per-hour",
                    Integer.toString(100 * faster),
                    "--send-per-day",
                    Integer.toString(1_000 * faster),
                    "--send-gap-min",
                    Math.max(1, 2_000 / faster) + "ms",
                    "--send-gap-max",
                    Math.max(1, 5_000 / faster) + "ms",
                    "--send-when-blocked",
                    "queue");
        }
    }

    /// What was found.
    ///
    /// @param received phones that got the campaign's message
    /// @param readers those of them on which it was read
    /// @param early phones that said STOP before their turn
    /// @param foreign phones that got words meant for another
    /// @param leaked phones that said STOP before their turn and got the message all the same
    public record Outcome(
            long outcomes,
            long sent,
            long delivered,
            long read,
            long suppressed,
            long optedOut,
            long failed,
            long received,
            long readers,
            int early,
            int doubled,
            int foreign,
            int leaked,
            Duration upload,
            Duration whole,
            long megabytes) {
        /// Whether every recipient has one outcome, and it is what their phone says.
        public boolean clean(int recipients) {
            return outcomes == recipients
                    && sent == received
                    && delivered == received
                    && read == readers
                    && suppressed == early
                    && doubled + foreign + leaked + failed == 0;
        }
    }

    /// Runs it in `folder`, which must be empty.
    public static Outcome run(Path folder, Plan plan, Consumer<String> out) {
        GatewayProcess.Options launch =
                new GatewayProcess.Options(List.of("-XX:+UseSerialGC", "-Xmx512m"), plan.settings(), Map.of());
        try (Network network = Network.start(folder, true, List.of("-Xmx2g"));
                GatewayProcess gateway = GatewayProcess.start(network, folder.resolve("gateway"), launch)) {
            network.account(OWNER, "Owner");
            return new CampaignRun(network, gateway, plan, out).run();
        }
    }

    private static String phone(int i) {
        return Long.toString(FIRST + i);
    }

    private Outcome run() {
        everybody(this::person);
        out.accept(plan.recipients() + " phones");
        gateway.link(SESSION, OWNER);
        gateway.api()
                .send("PUT", "/api/v1/templates/bench", "{\"content\":\"Hello {{name}}\"}", "application/json")
                .orFail("keeping the template");
        String id = gateway.api()
                .post("/api/v1/campaigns", Map.of("session", SESSION, "name", "bench", "templateId", "bench"))
                .orFail("making the campaign")
                .body()
                .at("/campaign/id")
                .asText();
        long begin = System.nanoTime();
        upload(id);
        long uploaded = System.nanoTime();
        gateway.api().send("POST", path(id) + "/start", null, null).orFail("starting");
        Set<Integer> early = killAndStop(id);
        awaitStage(id);
        long end = System.nanoTime();
        return settled(id, early, Duration.ofNanos(uploaded - begin), Duration.ofNanos(end - uploaded));
    }

    /// Somebody whose phone says that messages came, and one in four that they were read.
    private void person(int i) {
        network.account(phone(i), "P" + i);
        network.admin()
                .post("/admin/accounts/" + phone(i) + "/auto", Map.of("receipts", reads(i) ? "read" : "delivered"))
                .orFail("telling a phone how to behave");
    }

    private static boolean reads(int i) {
        return i % 4 == 0;
    }

    private static String path(String id) {
        return "/api/v1/campaigns/" + id;
    }

    private void upload(String id) {
        StringBuilder csv = new StringBuilder("phone,name\n");
        IntStream.range(0, plan.recipients())
                .forEach(i -> csv.append(phone(i)).append(",N").append(i).append('\n'));
        JsonNode taken = gateway.api()
                .send("POST", path(id) + "/recipients", csv.toString(), "text/csv")
                .orFail("uploading")
                .body();
        out.accept("uploaded: " + taken.path("added").asInt() + " added, "
                + taken.path("bad").asInt() + " bad");
    }

    /// Kills the gateway again and again; after a third of it one in a hundred of those in the last third say STOP,
    /// and as many of those who have had their message.
    private Set<Integer> killAndStop(String id) {
        Set<Integer> early = new TreeSet<>();
        for (int kill = 0; kill < plan.kills(); kill++) {
            awaitDecided(id, (long) plan.recipients() * (kill + 1) / (plan.kills() + 2));
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(0, 200)).toNanos());
            look();
            gateway.kill();
            gateway.startAgain();
            gateway.awaitReady();
            out.accept("kill " + (kill + 1) + " of " + plan.kills() + ": "
                    + decided(id).orElse(0L) + " decided");
            if (kill == plan.kills() / 3) {
                early = sayStop();
            }
        }
        return plan.kills() == 0 ? sayStop() : early;
    }

    private Set<Integer> sayStop() {
        int share = Math.max(1, plan.recipients() / 100);
        Set<Integer> early = new TreeSet<>();
        for (int i = 0; i < share; i++) {
            early.add(plan.recipients() - 1 - i * 20);
            stop(plan.recipients() - 1 - i * 20);
            stop(i);
        }
        out.accept(2 * share + " people said STOP, half of them before their turn");
        return early;
    }

    private void stop(int i) {
        network.admin()
                .post("/admin/accounts/" + phone(i) + "/messages", Map.of("to", OWNER, "text", "STOP"))
                .orFail("sending from a phone");
    }

    private void look() {
        kilobytes = Math.max(kilobytes, gateway.process().residentKilobytes());
    }

    private Optional<JsonNode> counts(String id) {
        try {
            return Optional.of(gateway.api().get(path(id)))
                    .filter(Answer::ok)
                    .map(answer -> answer.body().path("counts"));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private Optional<Long> decided(String id) {
        return counts(id)
                .map(counts -> counts.path("total").asLong()
                        - counts.path("waiting").asLong()
                        - counts.path("queued").asLong());
    }

    private void awaitDecided(String id, long wanted) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (decided(id).orElse(0L) < wanted) {
            pause(deadline);
        }
    }

    private void awaitStage(String id) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!gateway.api().get(path(id)).body().path("stage").asText().equals("completed")) {
            look();
            pause(deadline);
        }
    }

    private static void pause(long deadline) {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("the campaign did not come further in time");
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }

    /// Waits until the analytics say of all phones what they received, or no longer.
    private Outcome settled(String id, Set<Integer> early, Duration upload, Duration whole) {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        Outcome found = tally(id, early, upload, whole);
        while (!found.clean(plan.recipients()) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            found = tally(id, early, upload, whole);
        }
        return found;
    }

    private Outcome tally(String id, Set<Integer> early, Duration upload, Duration whole) {
        AtomicInteger received = new AtomicInteger();
        AtomicInteger readers = new AtomicInteger();
        AtomicInteger doubled = new AtomicInteger();
        AtomicInteger foreign = new AtomicInteger();
        AtomicInteger leaked = new AtomicInteger();
        everybody(i -> {
            int copies = 0;
            for (JsonNode message : network.phoneMessages(phone(i), 100)) {
                String text = message.path("text").asText();
                if (text.startsWith("Hello ")) {
                    copies += message.path("copies").asInt(1);
                    foreign.addAndGet(text.equals("Hello N" + i) ? 0 : 1);
                }
            }
            received.addAndGet(copies > 0 ? 1 : 0);
            readers.addAndGet(copies > 0 && reads(i) ? 1 : 0);
            doubled.addAndGet(copies > 1 ? 1 : 0);
            leaked.addAndGet(copies > 0 && early.contains(i) ? 1 : 0);
        });
        JsonNode counts = counts(id).orElseThrow();
        return new Outcome(
                decided(id).orElseThrow(),
                counts.path("sent").asLong(),
                counts.path("delivered").asLong(),
                counts.path("read").asLong(),
                counts.path("suppressed").asLong(),
                counts.path("optedOut").asLong(),
                counts.path("failed").asLong(),
                received.get(),
                readers.get(),
                early.size(),
                doubled.get(),
                foreign.get(),
                leaked.get(),
                upload,
                whole,
                kilobytes / 1_024);
    }

    private void everybody(IntConsumer action) {
        Semaphore room = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < plan.recipients(); i++) {
                int one = i;
                room.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        action.accept(one);
                    } finally {
                        room.release();
                    }
                });
            }
        }
    }
}
