// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import dev.switchboard.bench.FolderBench;
import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.JavaProcess;
import dev.switchboard.bench.Network;
import dev.switchboard.bench.node.NodePeer;
import dev.switchboard.testkit.node.NodeProject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./switchboard bench sessions`: resident memory of an idle linked session, in one gateway process against one
/// Baileys process on the same simulated network, which has a process of its own.
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description = "Memory of idle linked sessions, against a Baileys process full of sockets.")
public final class SessionsBench extends FolderBench {

    private static final int FIRST = 1;
    private static final int BASE = 100;
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    @Option(names = "--count", defaultValue = "2000", description = "sessions in the gateway (${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--baileys",
            split = ",",
            defaultValue = "20,50",
            description = "sockets in the Baileys process, rising; 0 leaves it out (${DEFAULT-VALUE})")
    private List<Integer> baileys = List.of();

    @Option(names = "--at-once", defaultValue = "4", description = "sessions linked at a time (${DEFAULT-VALUE})")
    private int atOnce;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-XX:+UseSerialGC -Xms96m -Xmx768m -Xmn64m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=25",
            description = "options of the gateway's JVM (${DEFAULT-VALUE})")
    private List<String> jvm = List.of();

    @Override
    protected int measure(Path folder, PrintWriter out) {
        try (Network network = Network.start(folder, false, List.of())) {
            peers(network, out);
            try (GatewayProcess gateway = GatewayProcess.start(network, folder.resolve("gateway"), jvm)) {
                ours(network, gateway, out);
            }
        }
        return 0;
    }

    private void peers(Network network, PrintWriter out) {
        if (baileys.equals(List.of(0))) {
            return;
        }
        try (NodePeer peer = NodePeer.start(
                NodeProject.ofCheckout(),
                "sockets",
                network.chatUri(),
                network.adminUri(),
                network.caFile().toString())) {
            var marks = new ArrayList<Mark>();
            for (int sockets : baileys) {
                peer.ask("grow " + sockets);
                awaitQuiet(network);
                marks.add(new Mark(sockets, peer.askNumber("rss") / 1024));
                report(out, "baileys", marks.getLast());
            }
            slope(out, "baileys", marks);
        }
    }

    private void ours(Network network, GatewayProcess gateway, PrintWriter out) {
        var marks = new ArrayList<Mark>();
        int linked = 0;
        for (int wanted : List.of(FIRST, Math.min(BASE, count), count)) {
            link(network, gateway, linked, wanted);
            linked = Math.max(linked, wanted);
            awaitQuiet(network);
            marks.add(new Mark(wanted, collectedKilobytes(gateway.process())));
            report(out, "gateway", marks.getLast());
        }
        slope(out, "gateway", marks.subList(1, marks.size()));
    }

    /// Resident memory with so many sessions.
    private record Mark(int sessions, long kilobytes) {}

    private static void report(PrintWriter out, String who, Mark mark) {
        out.printf(
                Locale.ROOT,
                "  %-8s %5d sessions  %8.1f MB resident%n",
                who,
                mark.sessions(),
                mark.kilobytes() / 1024.0);
        out.flush();
    }

    private static void slope(PrintWriter out, String who, List<Mark> marks) {
        Mark from = marks.getFirst();
        Mark to = marks.getLast();
        if (to.sessions() > from.sessions()) {
            out.printf(
                    Locale.ROOT,
                    "  %-8s %.1f KB for each session beyond the first %d%n",
                    who,
                    (double) (to.kilobytes() - from.kilobytes()) / (to.sessions() - from.sessions()),
                    from.sessions());
            out.flush();
        }
    }

    private void link(Network network, GatewayProcess gateway, int from, int to) {
        var room = new Semaphore(atOnce);
        var tasks = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = from; i < to; i++) {
                String name = "idle-" + i;
                String phone = "1555%07d".formatted(3_000_000 + i);
                tasks.add(threads.submit(() -> {
                    room.acquire();
                    try {
                        network.account(phone, name);
                        gateway.link(name, phone);
                        return null;
                    } finally {
                        room.release();
                    }
                }));
            }
        }
        for (var task : tasks) {
            finish(task);
        }
    }

    private static void finish(Future<?> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a session was not linked", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Waits until nothing but keepalives has gone over the network for a while.
    private void awaitQuiet(Network network) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        long before = -1;
        long now = traffic(network);
        while (System.nanoTime() < deadline && now - before > count / 2 + 1) {
            before = now;
            LockSupport.parkNanos(QUIET.toNanos());
            now = traffic(network);
        }
    }

    private static long traffic(Network network) {
        return network.admin()
                .get("/admin/stats")
                .orFail("reading counters")
                .body()
                .path("stanzasIn")
                .asLong();
    }

    private static long collectedKilobytes(JavaProcess process) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (int i = 0; i < 4; i++) {
            try {
                new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return process.residentKilobytes();
    }
}
