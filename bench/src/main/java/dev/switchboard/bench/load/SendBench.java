// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import dev.switchboard.bench.Folders;
import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.Network;
import dev.switchboard.bench.node.NodePeer;
import dev.switchboard.testkit.node.NodeProject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./switchboard bench send`: messages a second from the API to a phone that has decrypted them, against a loop of
/// Baileys' `sendMessage` to another phone of the same network. Rounds alternate.
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Messages a second, API to phone, with limits off; against Baileys' sendMessage loop.")
public final class SendBench implements Callable<Integer> {

    private static final String SENDER = "15550200001";
    private static final String PHONE_OF_OURS = "15550200002";
    private static final String PHONE_OF_PEERS = "15550200003";
    private static final String SESSION = "sender";

    @Option(names = "--messages", defaultValue = "2000", description = "messages of a round (${DEFAULT-VALUE})")
    private int messages;

    @Option(names = "--rounds", defaultValue = "7", description = "rounds of each side, alternating (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            description = "rounds of each side before those that count (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--callers", defaultValue = "32", description = "callers of the API at a time (${DEFAULT-VALUE})")
    private int callers;

    @Option(names = "--keep", paramLabel = "FOLDER", description = "keep databases and logs there")
    private @Nullable Path keep;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        return Folders.using(keep, folder -> {
            measure(folder, out);
            return 0;
        });
    }

    private void measure(Path folder, PrintWriter out) {
        NodeProject node = NodeProject.ofCheckout();
        try (Network network = Network.start(folder, false, List.of());
                GatewayProcess gateway = GatewayProcess.start(network, folder.resolve("gateway"), List.of("-Xmx512m"));
                NodePeer peer = NodePeer.start(
                        node,
                        "sockets",
                        network.chatUri(),
                        network.adminUri(),
                        network.caFile().toString())) {
            network.account(SENDER, "sender");
            network.account(PHONE_OF_OURS, "phone of ours");
            network.account(PHONE_OF_PEERS, "phone of the peer's");
            gateway.link(SESSION, SENDER);
            peer.ask("grow 1");
            new Rounds(network, gateway, peer, out).run();
        }
    }

    /// The alternating rounds.
    private final class Rounds {
        private final GatewayProcess gateway;
        private final NodePeer peer;
        private final PrintWriter out;
        private final PhoneWatch ours;
        private final PhoneWatch peers;
        private final List<Long> ourRates = new ArrayList<>();
        private final List<Long> loopRates = new ArrayList<>();
        private final List<Long> burstRates = new ArrayList<>();
        private final List<Long> latencies = new ArrayList<>();
        private final CpuMeter gatewayCpu;
        private final CpuMeter peerCpu;
        private final CpuMeter networkCpuForUs;
        private final CpuMeter networkCpuForPeer;

        Rounds(Network network, GatewayProcess gateway, NodePeer peer, PrintWriter out) {
            this.gateway = gateway;
            this.peer = peer;
            this.out = out;
            this.ours = new PhoneWatch(network, PHONE_OF_OURS);
            this.peers = new PhoneWatch(network, PHONE_OF_PEERS);
            this.gatewayCpu = new CpuMeter(gateway.process().pid());
            this.peerCpu = new CpuMeter(peer.pid());
            this.networkCpuForUs = new CpuMeter(network.process().pid());
            this.networkCpuForPeer = new CpuMeter(network.process().pid());
        }

        void run() {
            for (int round = 0; round < warmUp + rounds; round++) {
                if (round == warmUp) {
                    ourRates.clear();
                    loopRates.clear();
                    burstRates.clear();
                    latencies.clear();
                    List.of(gatewayCpu, peerCpu, networkCpuForUs, networkCpuForPeer)
                            .forEach(CpuMeter::clear);
                }
                ourRates.add(CpuMeter.during(messages, this::ourRound, gatewayCpu, networkCpuForUs));
                loopRates.add(CpuMeter.during(
                        messages,
                        () -> peerRound("send " + PHONE_OF_PEERS + " " + messages),
                        peerCpu,
                        networkCpuForPeer));
                burstRates.add(peerRound("burst " + PHONE_OF_PEERS + " " + messages + " " + callers));
            }
            out.printf(
                    Locale.ROOT,
                    "  API to phone, %d callers        %6d messages/s  of %s%n",
                    callers,
                    Series.median(ourRates),
                    ourRates);
            out.printf(
                    Locale.ROOT,
                    "  baileys, sendMessage loop       %6d messages/s  of %s%n",
                    Series.median(loopRates),
                    loopRates);
            out.printf(
                    Locale.ROOT,
                    "  baileys, %d sendMessage at once %6d messages/s  of %s%n",
                    callers,
                    Series.median(burstRates),
                    burstRates);
            out.printf(
                    Locale.ROOT,
                    "  ratio to the loop               %6.1f%n",
                    (double) Series.median(ourRates) / Series.median(loopRates));
            out.printf(
                    Locale.ROOT,
                    "  API while it runs               p50 %.1f ms, p99 %.1f ms%n",
                    Series.quantile(latencies, 0.5) / 1e6,
                    Series.quantile(latencies, 0.99) / 1e6);
            out.printf(
                    Locale.ROOT,
                    "  CPU of a message                gateway %d us + network %d us, baileys %d us + network %d us%n",
                    gatewayCpu.microsEach(),
                    networkCpuForUs.microsEach(),
                    peerCpu.microsEach(),
                    networkCpuForPeer.microsEach());
            out.flush();
        }

        private long ourRound() {
            long from = System.nanoTime();
            var taken = new ConcurrentLinkedQueue<Long>();
            var next = new AtomicInteger();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int caller = 0; caller < callers; caller++) {
                    threads.submit(() -> {
                        try (var api = new ApiCaller(gateway.uri(), gateway.key(), SESSION)) {
                            for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
                                long start = System.nanoTime();
                                api.post(PHONE_OF_OURS, "message " + i + " of the loop");
                                taken.add(System.nanoTime() - start);
                            }
                        }
                        return null;
                    });
                }
            }
            if (taken.size() != messages) {
                throw new IllegalStateException("messages taken: " + taken.size() + " (expected: " + messages + ")");
            }
            ours.awaitMore(messages);
            latencies.addAll(taken);
            return Series.rate(messages, System.nanoTime() - from);
        }

        private long peerRound(String command) {
            long from = System.nanoTime();
            peer.ask(command);
            peers.awaitMore(messages);
            return Series.rate(messages, System.nanoTime() - from);
        }
    }
}
