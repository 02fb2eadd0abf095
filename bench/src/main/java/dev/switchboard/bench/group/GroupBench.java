// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.group;

import dev.switchboard.bench.FolderBench;
import dev.switchboard.bench.Network;
import dev.switchboard.bench.node.NodePeer;
import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.Companion;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.store.InMemoryDeviceStore;
import dev.switchboard.testkit.node.NodeProject;
import dev.switchboard.wire.jid.Jid;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
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

/// `./switchboard bench group`: the time from handing a message to a large group over until the server has it, for the
/// first message, which opens a session with every device, and for those after it. Each round begins with a newly
/// linked sender of either side, keys in memory on both, and ends at the server's acknowledgement.
@Command(
        name = "group",
        mixinStandardHelpOptions = true,
        description = "First and next message to a large group, against Baileys.")
public final class GroupBench extends FolderBench {

    private static final int FIRST_NUMBER = 1;
    private static final Duration QUIET = Duration.ofSeconds(2);

    @Option(names = "--members", defaultValue = "256", description = "people in the group (${DEFAULT-VALUE})")
    private int members;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "senders of each side, alternating (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--next", defaultValue = "20", description = "further messages of a round (${DEFAULT-VALUE})")
    private int next;

    @Option(names = "--at-once", defaultValue = "4", description = "devices linked at a time (${DEFAULT-VALUE})")
    private int atOnce;

    @Option(names = "--alone", description = "leave Baileys out, as for a profile of ours")
    private boolean alone;

    /// The times of one side, in nanoseconds.
    private static final class Times {
        final List<Long> first = new ArrayList<>();
        final List<Long> next = new ArrayList<>();
        final List<Long> firstCpu = new ArrayList<>();
        final List<Long> nextCpu = new ArrayList<>();

        void report(PrintWriter out, String name) {
            out.printf(
                    Locale.ROOT,
                    "  %-8s first %7.0f ms %s, CPU %5.0f ms %s; next %6.1f ms (p90 %.1f), CPU %.1f ms%n",
                    name,
                    median(first) / 1e6,
                    millis(first),
                    median(firstCpu) / 1e6,
                    millis(firstCpu),
                    median(next) / 1e6,
                    quantile(next, 0.9) / 1e6,
                    median(nextCpu) / 1e6);
            out.flush();
        }
    }

    private static List<Long> millis(List<Long> nanos) {
        return nanos.stream().map(one -> one / 1_000_000).toList();
    }

    /// The processor time of the sender's process: unlike the time by the clock it hardly depends on what else runs.
    private static long cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static double median(List<Long> values) {
        return quantile(values, 0.5);
    }

    private static double quantile(List<Long> values, double part) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * part)));
    }

    @Override
    protected int measure(Path folder, PrintWriter out) {
        try (Network network = Network.start(folder, false, List.of("-Xmx2g"));
                ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom())) {
            List<String> people = linkMembers(network, runtime, out);
            Times ours = new Times();
            Times theirs = new Times();
            try (NodePeer baileys = NodePeer.start(
                    NodeProject.ofCheckout(),
                    "sockets",
                    network.chatUri(),
                    network.adminUri(),
                    network.caFile().toString())) {
                for (int round = 0; round < rounds; round++) {
                    ourRound(network, runtime, people, round, ours, out);
                    if (!alone) {
                        tryTheirRound(baileys, people, theirs, out);
                    }
                }
            }
            out.printf("  %d people with two devices each, %d senders of each side%n", people.size(), rounds);
            ours.report(out, "ours");
            if (!alone) {
                theirs.report(out, "baileys");
                out.printf(
                        Locale.ROOT,
                        "  by the clock: first %.1f times, next %.1f times as fast; by processor time %.1f and %.1f times%n",
                        median(theirs.first) / median(ours.first),
                        median(theirs.next) / median(ours.next),
                        median(theirs.firstCpu) / median(ours.firstCpu),
                        median(theirs.nextCpu) / Math.max(1, median(ours.nextCpu)));
            }
            out.flush();
        }
        return 0;
    }

    /// Everybody but the sender, each with a phone and a linked device that then goes offline.
    private List<String> linkMembers(Network network, ClientRuntime runtime, PrintWriter out) {
        long from = System.nanoTime();
        List<String> people = new ArrayList<>();
        Semaphore room = new Semaphore(atOnce);
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> linked = new ArrayList<>();
            for (int i = 0; i < members - 1; i++) {
                String phone = "1555700%04d".formatted(FIRST_NUMBER + i);
                linked.add(workers.submit(() -> {
                    room.acquire();
                    try {
                        network.account(phone, "member");
                        LinkedDevice.link(network, runtime, new InMemoryDeviceStore(), phone)
                                .close();
                        return phone;
                    } finally {
                        room.release();
                    }
                }));
            }
            for (Future<String> one : linked) {
                people.add(one.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a member was not linked", e);
        }
        out.printf(Locale.ROOT, "  %d members linked in %.0f s%n", people.size(), (System.nanoTime() - from) / 1e9);
        out.flush();
        return people;
    }

    private void ourRound(
            Network network, ClientRuntime runtime, List<String> people, int round, Times times, PrintWriter out) {
        String phone = "1555701%04d".formatted(FIRST_NUMBER + round);
        network.account(phone, "sender");
        CountingStore counting = new CountingStore();
        try (LinkedDevice sender = LinkedDevice.link(network, runtime, counting.store(), phone)) {
            Jid group = LinkedDevice.given(sender.companion()
                            .groups()
                            .create(NewGroup.named("bench")
                                    .members(people.stream().map(Jid::pn).toList())
                                    .build()))
                    .group()
                    .jid();
            rest();
            long pid = ProcessHandle.current().pid();
            long before = cpu(pid);
            times.first.add(send(sender.companion(), group, round + "-first"));
            times.firstCpu.add(cpu(pid) - before);
            CountingStore.Look first = counting.last();
            rest();
            before = cpu(pid);
            for (int i = 0; i < next; i++) {
                times.next.add(send(sender.companion(), group, round + "-" + i));
            }
            times.nextCpu.add((cpu(pid) - before) / next);
            out.printf(
                    "  ours: first stanza %d bytes with the key for %d devices, next %d bytes with %d%n",
                    first.bytes(),
                    first.keys(),
                    counting.last().bytes(),
                    counting.last().keys());
            out.flush();
        }
        rest();
    }

    private static long send(Companion companion, Jid group, String id) {
        long from = System.nanoTime();
        SendOutcome outcome = LinkedDevice.await(
                companion.send(OutgoingMessage.text("BENCH-" + id, group, "message " + id + " to everybody")));
        if (!(outcome instanceof SendOutcome.Sent)) {
            throw new IllegalStateException("not sent: " + outcome);
        }
        return System.nanoTime() - from;
    }

    /// On a machine that is busy with other things Baileys' arithmetic takes so long that it loses its connection.
    private void tryTheirRound(NodePeer baileys, List<String> people, Times times, PrintWriter out) {
        try {
            theirRound(baileys, people, times);
        } catch (IllegalStateException e) {
            out.println("  a round of baileys' does not count: " + e.getMessage());
            out.flush();
        }
    }

    private void theirRound(NodePeer baileys, List<String> people, Times times) {
        baileys.ask("fresh");
        String group = baileys.ask("makeGroup " + String.join(" ", people));
        rest();
        long before = cpu(baileys.pid());
        times.first.add(baileys.askNumber("sendAcked " + group));
        times.firstCpu.add(cpu(baileys.pid()) - before);
        rest();
        before = cpu(baileys.pid());
        for (int i = 0; i < next; i++) {
            times.next.add(baileys.askNumber("sendAcked " + group));
        }
        times.nextCpu.add((cpu(baileys.pid()) - before) / next);
        rest();
    }

    /// Lets the network's phones read what has come.
    private static void rest() {
        LockSupport.parkNanos(QUIET.toNanos());
    }
}
