// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import dev.switchboard.bench.FolderBench;
import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.Network;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./switchboard bench latency`: how long `POST /messages` takes at a fixed rate with many sessions linked, how long a
/// message takes from a phone to a WebSocket, how fast the outbox empties with limits off, and how many commits that
/// takes. Times are counted from when a request was to begin.
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "POST /messages at a fixed rate with many sessions linked, events from phone to WebSocket, throughput of the",
            "outbox and commits a second; on SQLite, or on the PostgreSQL database of --database-url."
        })
public final class LatencyBench extends FolderBench {
    private static final int FRIENDS = 20;
    private static final int LINKED_AT_ONCE = 4;
    private static final int WORKERS = 128;
    private static final Pattern FIGURE = Pattern.compile("(?m)^(switchboard_[a-z_]+)(?:\\{[^}]*})? ([0-9.E+]+)$");

    @Option(names = "--sessions", defaultValue = "1000", description = "linked sessions (${DEFAULT-VALUE})")
    private int sessions;

    @Option(names = "--rate", defaultValue = "500", description = "requests a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "20", description = "seconds of a round (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "rounds (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "3", description = "rounds before those that count (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--event-rate", defaultValue = "50", description = "messages of phones a second (${DEFAULT-VALUE})")
    private int eventRate;

    @Option(
            names = "--burst",
            defaultValue = "10000",
            description = "messages of the throughput rounds (${DEFAULT-VALUE})")
    private int burst;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "an empty PostgreSQL database for the gateway instead of SQLite")
    private String database = "";

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-XX:+UseSerialGC -Xms96m -Xmx768m -Xmn64m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=25",
            description = "options of the gateway's JVM (${DEFAULT-VALUE})")
    private List<String> jvm = List.of();

    @Override
    protected int measure(Path folder, PrintWriter out) {
        var options = new GatewayProcess.Options(
                jvm, List.of(), database.isEmpty() ? Map.of() : Map.of("DATABASE_URL", database));
        try (Network network = Network.start(folder, false, List.of());
                GatewayProcess gateway = GatewayProcess.start(network, folder.resolve("gateway"), options)) {
            link(network, gateway);
            tell(out, sessions + " sessions linked, " + (database.isEmpty() ? "SQLite" : "PostgreSQL"));
            posts(gateway, out);
            events(network, gateway, out);
            throughput(gateway, out);
        }
        return 0;
    }

    private static void tell(PrintWriter out, String line) {
        out.println("  " + line);
        out.flush();
    }

    private static String times(double p50, double p99) {
        return String.format(Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", p50, p99);
    }

    private static String times(List<Long> took) {
        return times(Series.quantile(took, 0.5) / 1e6, Series.quantile(took, 0.99) / 1e6);
    }

    private static String friend(int index) {
        return "1555%07d".formatted(5_900_000 + index % FRIENDS);
    }

    private static String owner(int index) {
        return "1555%07d".formatted(5_000_000 + index);
    }

    private void link(Network network, GatewayProcess gateway) {
        for (int i = 0; i < FRIENDS; i++) {
            network.account(friend(i), "friend " + i);
        }
        var room = new Semaphore(LINKED_AT_ONCE);
        var tasks = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < sessions; i++) {
                int index = i;
                tasks.add(threads.submit(() -> {
                    room.acquire();
                    try {
                        network.account(owner(index), "owner " + index);
                        gateway.link("l" + index, owner(index));
                        return null;
                    } finally {
                        room.release();
                    }
                }));
            }
        }
        tasks.forEach(Posting::finish);
    }

    private OpenLoop.Task poster(GatewayProcess gateway, String what) {
        var caller = new ApiCaller(gateway.uri(), gateway.key(), "l0");
        return new OpenLoop.Task() {
            @Override
            public void run(int number) {
                caller.post("l" + number % sessions, friend(number), what + " " + number);
            }

            @Override
            public void close() {
                caller.close();
            }
        };
    }

    private void posts(GatewayProcess gateway, PrintWriter out) {
        var loop = new OpenLoop(rate, WORKERS);
        // Every session once, slowly: the first message to somebody fetches keys.
        new OpenLoop(Math.min(rate, 100), WORKERS).run(sessions, () -> poster(gateway, "first"));
        var p50 = new ArrayList<Long>();
        var p99 = new ArrayList<Long>();
        for (int round = 0; round < warmUp + rounds; round++) {
            Figures before = figures(gateway);
            long begin = System.nanoTime();
            List<Long> took = loop.run(rate * seconds, () -> poster(gateway, "round"));
            Figures more = figures(gateway).since(before, System.nanoTime() - begin);
            if (round >= warmUp) {
                p50.add(Series.quantile(took, 0.5));
                p99.add(Series.quantile(took, 0.99));
            }
            String longest = String.format(Locale.ROOT, "%.1f", Series.quantile(took, 1) / 1e6);
            tell(
                    out,
                    (round < warmUp ? "(warm-up)" : "round") + " POST at " + rate + "/s: " + times(took) + ", longest "
                            + longest + " ms; " + more);
        }
        tell(out, "POST at " + rate + "/s, medians: " + times(median(p50), median(p99)));
    }

    private void events(Network network, GatewayProcess gateway, PrintWriter out) {
        var p50 = new ArrayList<Long>();
        var p99 = new ArrayList<Long>();
        try (var watch = new EventWatch(gateway)) {
            for (int round = 0; round < 1 + rounds; round++) {
                int number = round;
                new OpenLoop(eventRate, WORKERS).run(eventRate * seconds, () -> new OpenLoop.Task() {
                    @Override
                    public void run(int index) {
                        String words = "event " + number + " " + index;
                        watch.begins(words);
                        network.admin()
                                .post(
                                        "/admin/accounts/" + friend(index) + "/messages",
                                        Map.of("to", owner(index % sessions), "text", words))
                                .orFail("sending from a phone");
                    }

                    @Override
                    public void close() {
                        // nothing is held
                    }
                });
                List<Long> took = watch.drain();
                if (round > 0) {
                    p50.add(Series.quantile(took, 0.5));
                    p99.add(Series.quantile(took, 0.99));
                    tell(out, "round phone to WebSocket at " + eventRate + "/s: " + times(took));
                }
            }
        }
        tell(out, "phone (its admin request included) to WebSocket, medians: " + times(median(p50), median(p99)));
    }

    private void throughput(GatewayProcess gateway, PrintWriter out) {
        var rates = new ArrayList<Long>();
        for (int round = 0; round < 1 + rounds; round++) {
            Figures before = figures(gateway);
            long begin = System.nanoTime();
            new OpenLoop(1_000_000, 32).run(burst, () -> poster(gateway, "burst"));
            while (figures(gateway).sent() < before.sent() + burst
                    && System.nanoTime() - begin < Duration.ofMinutes(5).toNanos()) {
                LockSupport.parkNanos(10_000_000);
            }
            long nanos = System.nanoTime() - begin;
            Figures more = figures(gateway).since(before, nanos);
            if (round > 0) {
                rates.add(Series.rate(burst, nanos));
                tell(out, "round outbox without limits: " + rates.getLast() + " messages/s acknowledged; " + more);
            }
        }
        tell(out, "outbox without limits: median " + Series.median(rates) + " messages/s");
    }

    private static double median(List<Long> nanos) {
        return Series.median(nanos) / 1e6;
    }

    /// What the gateway counts.
    private record Figures(double sent, double commits, double jobs, double seconds) {
        Figures since(Figures before, long nanos) {
            return new Figures(sent - before.sent, commits - before.commits, jobs - before.jobs, nanos / 1e9);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.0f messages/s sent, %.0f commits/s of %.1f jobs each",
                    sent / seconds,
                    commits / seconds,
                    jobs / Math.max(1, commits));
        }
    }

    private static Figures figures(GatewayProcess gateway) {
        Map<String, Double> figures = new HashMap<>();
        Matcher lines = FIGURE.matcher(gateway.api()
                .send("GET", "/metrics", null, null, Map.of("Accept", "text/plain;version=0.0.4"))
                .orFail("reading figures")
                .text());
        while (lines.find()) {
            figures.merge(lines.group(1), Double.valueOf(lines.group(2)), Double::sum);
        }
        return new Figures(
                figures.getOrDefault("switchboard_messages_sent_total", 0.0),
                figures.getOrDefault("switchboard_database_commits_total", 0.0),
                figures.getOrDefault("switchboard_database_jobs_total", 0.0),
                1);
    }
}
