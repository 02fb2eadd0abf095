// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import dev.switchboard.bench.FolderBench;
import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.Network;
import dev.switchboard.bench.node.NodePeer;
import dev.switchboard.testkit.node.NodeProject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./switchboard bench send`: messages a second from the API to a phone that has decrypted them, against a loop of
/// Baileys' `sendMessage` to another phone of the same network. Rounds alternate.
///
/// The gateway has every message and ratchet on disk, synchronised, before it answers or sends. Baileys is measured
/// with its keys in memory, where a crash loses the link, and with its own store of files, which are not synchronised.
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Messages a second, API to phone, with limits off; against Baileys' sendMessage loop.")
public final class SendBench extends FolderBench {

    private static final String SENDER = "15550200001";
    private static final String PHONE_OF_OURS = "15550200002";
    private static final String PHONE_OF_PEERS = "15550200003";
    private static final String SESSION = "sender";

    private final List<Long> latencies = new ArrayList<>();

    @Option(names = "--messages", defaultValue = "4000", description = "messages of our round (${DEFAULT-VALUE})")
    private int messages;

    @Option(
            names = "--peer-messages",
            defaultValue = "1000",
            description = "messages of a peer's round (${DEFAULT-VALUE})")
    private int peerMessages;

    @Option(names = "--rounds", defaultValue = "7", description = "rounds of each side, alternating (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            description = "rounds of each side before those that count (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--callers", defaultValue = "32", description = "callers of the API at a time (${DEFAULT-VALUE})")
    private int callers;

    @Option(names = "--alone", description = "leave Baileys out, as for a profile of ours")
    private boolean alone;

    @Override
    protected int measure(Path folder, PrintWriter out) {
        try (Network network = Network.start(folder, false, List.of());
                GatewayProcess gateway = GatewayProcess.start(network, folder.resolve("gateway"), List.of("-Xmx512m"));
                NodePeer inMemory = peer(network);
                NodePeer onDisk = peer(network, folder.resolve("baileys").toString())) {
            network.account(SENDER, "sender");
            network.account(PHONE_OF_OURS, "phone of ours");
            network.account(PHONE_OF_PEERS, "phone of the peers'");
            gateway.link(SESSION, SENDER);
            var ours = ours(network, gateway);
            var peers = alone ? List.<Contestant>of() : peers(network, inMemory, onDisk);
            compete(ours, peers);
            ours.report(out);
            peers.forEach(peer -> peer.report(out));
            peers.forEach(peer ->
                    out.printf(Locale.ROOT, "  %5.1f times %s%n", (double) ours.median() / peer.median(), peer.name()));
            out.printf(
                    Locale.ROOT,
                    "  API while it runs: p50 %.1f ms, p99 %.1f ms%n",
                    Series.quantile(latencies, 0.5) / 1e6,
                    Series.quantile(latencies, 0.99) / 1e6);
            out.flush();
        }
        return 0;
    }

    private static NodePeer peer(Network network, String... folder) {
        var arguments = new ArrayList<String>(
                List.of(network.chatUri(), network.adminUri(), network.caFile().toString()));
        arguments.addAll(List.of(folder));
        return NodePeer.start(NodeProject.ofCheckout(), "sockets", arguments.toArray(String[]::new));
    }

    private void compete(Contestant ours, List<Contestant> peers) {
        for (int round = 0; round < warmUp + rounds; round++) {
            if (round == warmUp) {
                ours.clear();
                peers.forEach(Contestant::clear);
                latencies.clear();
            }
            ours.round();
            peers.forEach(Contestant::round);
        }
    }

    private Contestant ours(Network network, GatewayProcess gateway) {
        var phone = new PhoneWatch(network, PHONE_OF_OURS);
        return new Contestant(
                "API to phone, " + callers + " callers",
                messages,
                count -> {
                    post(gateway, count);
                    phone.awaitMore(count);
                },
                gateway.process().pid(),
                network.process().pid());
    }

    private List<Contestant> peers(Network network, NodePeer inMemory, NodePeer onDisk) {
        inMemory.ask("grow 1");
        onDisk.ask("grow 1");
        var phone = new PhoneWatch(network, PHONE_OF_PEERS);
        return List.of(
                peer("baileys' loop, keys in memory", network, inMemory, "send", "", phone),
                peer(
                        "baileys, " + callers + " at once, keys in memory",
                        network,
                        inMemory,
                        "burst",
                        " " + callers,
                        phone),
                peer("baileys' loop, keys in its files", network, onDisk, "send", "", phone));
    }

    private Contestant peer(
            String name, Network network, NodePeer peer, String command, String more, PhoneWatch phone) {
        return new Contestant(
                name,
                peerMessages,
                count -> {
                    peer.ask(command + " " + PHONE_OF_PEERS + " " + count + more);
                    phone.awaitMore(count);
                },
                peer.pid(),
                network.process().pid());
    }

    private void post(GatewayProcess gateway, int count) {
        latencies.addAll(Posting.all(gateway, SESSION, PHONE_OF_OURS, count, callers));
    }
}
