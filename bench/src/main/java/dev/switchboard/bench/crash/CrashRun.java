// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.Network;
import dev.switchboard.gateway.audit.OfflineAudit;
import dev.switchboard.gateway.audit.Verification;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// One run: a gateway with many linked sessions, a correspondent's phone for each, messages both ways, a webhook whose
/// receiver fails a third of the time, and SIGKILL to gateway and network at random moments.
final class CrashRun {
    private static final Duration DRAIN = Duration.ofMinutes(20);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int LINKED_AT_ONCE = 4;

    /// From how many kills on the JDK's cache for faster starts is worth its making.
    private static final int WORTH_A_CACHE = 10;

    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx512m");
    private static final List<String> SIMPLE = List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1");

    private final Network network;
    private final GatewayProcess gateway;
    private final CrashPlan plan;
    private final Random random;
    private final Consumer<String> out;
    private final LongAdder repeated = new LongAdder();
    private final List<Traffic> traffic = new ArrayList<>();

    private CrashRun(Network network, GatewayProcess gateway, CrashPlan plan, Consumer<String> out) {
        this.network = network;
        this.gateway = gateway;
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.out = out;
    }

    /// Runs it in `folder`, which must be empty.
    static CrashOutcome run(Path folder, CrashPlan plan, Consumer<String> out) {
        CrashOutcome outcome;
        Path data = folder.resolve("gateway");
        try (Network network = Network.start(folder, true, JVM);
                HookReceiver receiver = new HookReceiver(plan.seed())) {
            List<String> jvm = plan.kills() < WORTH_A_CACHE ? SIMPLE : quickStart(network, folder);
            try (GatewayProcess gateway = GatewayProcess.start(network, data, options(plan, jvm))) {
                outcome = new CrashRun(network, gateway, plan, out).run(receiver);
            }
        }
        return new CrashOutcome(
                outcome.wanted(),
                outcome.atPhones(),
                outcome.atGateway(),
                outcome.lost(),
                outcome.doubled(),
                outcome.undecryptable(),
                outcome.hooks(),
                plan.database().isEmpty() ? audit(data) : outcome.audit());
    }

    private static GatewayProcess.Options options(CrashPlan plan, List<String> jvm) {
        return new GatewayProcess.Options(
                jvm,
                List.of("--outbound-allow", "127.0.0.0/8", "--webhook-pauses", "50ms,100ms,200ms,400ms,1s"),
                plan.database().isEmpty() ? Map.of() : Map.of("DATABASE_URL", plan.database()));
    }

    /// Options with which a gateway starts in half the time, from a start on a folder that is not used again.
    private static List<String> quickStart(Network network, Path folder) {
        Path cache = folder.resolve("start.aot");
        List<String> jvm = new ArrayList<>(JVM);
        jvm.add("-XX:AOTCacheOutput=" + cache);
        GatewayProcess.start(network, folder.resolve("training"), jvm).close();
        jvm.set(jvm.size() - 1, "-XX:AOTCache=" + cache);
        return jvm;
    }

    /// The entries of all chains, if every chain verifies; negative if not.
    private static long audit(Path data) {
        Map<String, Verification.Verdict> verdicts = OfflineAudit.ofFolder(data, Optional.empty());
        boolean whole = !verdicts.isEmpty() && verdicts.values().stream().allMatch(Verification.Verdict::verified);
        return whole
                ? verdicts.values().stream()
                        .mapToLong(Verification.Verdict::entries)
                        .sum()
                : -1;
    }

    private CrashOutcome run(HookReceiver receiver) {
        link();
        gateway.api()
                .post("/api/v1/webhooks", Map.of("url", receiver.address(), "events", plan.events()))
                .orFail("making the webhook");
        out.accept(plan.sessions() + " sessions linked, " + plan.each() + " messages of each, each way");
        for (int i = 0; i < plan.sessions(); i++) {
            traffic.add(new Traffic(network, gateway, plan, i, repeated));
        }
        long begin = System.nanoTime();
        List<CrashPlan.Victim> victims = plan.victims();
        for (int step = 0; step < victims.size(); step++) {
            step(victims.get(step), plan.share(step));
            if ((step + 1) % 5 == 0 || step + 1 == victims.size()) {
                out.accept("kill " + (step + 1) + " of " + victims.size() + ", "
                        + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s: " + sent() + " sent, "
                        + answered() + " from phones, " + repeated.sum() + " requests repeated, "
                        + receiver.requests() + " webhook requests");
            }
        }
        traffic.forEach(session -> session.release(plan.each()));
        gateway.awaitReady();
        traffic.forEach(CrashRun::join);
        out.accept("all was handed over after "
                + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s; waiting for the rest");
        return drain(receiver);
    }

    private void step(CrashPlan.Victim victim, int share) {
        traffic.forEach(session -> session.release(share));
        awaitTraffic(random.nextInt(share * plan.sessions() + 1));
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(0, 150)).toNanos());
        switch (victim) {
            case GATEWAY -> {
                gateway.kill();
                gateway.startAgain();
                // Some kills hit a gateway that is still starting.
                if (random.nextInt(4) != 0) {
                    gateway.awaitReady();
                } else {
                    LockSupport.parkNanos(
                            Duration.ofMillis(random.nextInt(200, 3000)).toNanos());
                }
            }
            case NETWORK -> {
                network.kill();
                network.startAgain();
            }
        }
    }

    /// Lets so many more messages be accepted, or some seconds pass, so that kills fall into every stage of a message's
    /// life.
    private void awaitTraffic(int more) {
        int wanted = sent() + more;
        long deadline = System.nanoTime() + Duration.ofSeconds(6).toNanos();
        while (sent() < wanted && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private int sent() {
        return traffic.stream().mapToInt(session -> session.sent().size()).sum();
    }

    private int answered() {
        return traffic.stream().mapToInt(session -> session.answered().size()).sum();
    }

    private CrashOutcome drain(HookReceiver receiver) {
        Count count = new Count(network, gateway, receiver, plan);
        long deadline = System.nanoTime() + DRAIN.toNanos();
        CrashOutcome outcome = count.now(traffic, 0);
        long told = 0;
        while (!outcome.complete() && System.nanoTime() < deadline) {
            if (System.nanoTime() - told > Duration.ofSeconds(20).toNanos()) {
                told = System.nanoTime();
                out.accept(outcome.brief());
            }
            LockSupport.parkNanos(LOOK.toNanos());
            try {
                outcome = count.now(traffic, 0);
            } catch (UncheckedIOException e) {
                out.accept("looking again: " + e.getMessage());
            }
        }
        // Whatever comes late, as what is resent although it was there, comes before this.
        LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        return count.now(traffic, 0);
    }

    private void link() {
        var room = new Semaphore(LINKED_AT_ONCE);
        var tasks = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < plan.sessions(); i++) {
                int index = i;
                tasks.add(threads.submit(() -> {
                    room.acquire();
                    try {
                        network.account(plan.owner(index), "owner " + index);
                        network.account(plan.friend(index), "friend " + index);
                        gateway.link(plan.session(index), plan.owner(index));
                        return null;
                    } finally {
                        room.release();
                    }
                }));
            }
        }
        for (var task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a session was not linked", e.getCause());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static void join(Traffic session) {
        try {
            session.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
