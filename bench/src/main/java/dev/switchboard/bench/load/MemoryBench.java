// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import dev.switchboard.bench.FolderBench;
import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.Network;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What stays on the gateway's heap after many messages through one session, with others linked beside it.
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Live heap before and after many messages through one session of several.")
public final class MemoryBench extends FolderBench {
    private static final String SESSION = "busy";
    private static final String SENDER = "15554000000";
    private static final String PHONE = "15554000001";
    private static final int CALLERS = 8;

    @Option(
            names = "--messages",
            defaultValue = "200000",
            description = "messages, half of them sent, half received (${DEFAULT-VALUE})")
    private int messages;

    @Option(names = "--sessions", defaultValue = "20", description = "linked sessions (${DEFAULT-VALUE})")
    private int sessions;

    @Option(names = "--steps", defaultValue = "4", description = "looks at the heap (${DEFAULT-VALUE})")
    private int steps;

    @Override
    protected int measure(Path folder, PrintWriter out) {
        try (Network network = Network.start(folder, false, List.of("-Xmx3g"));
                GatewayProcess gateway = GatewayProcess.start(
                        network, folder.resolve("gateway"), List.of("-XX:+UseSerialGC", "-Xmx512m"))) {
            network.account(SENDER, "sender");
            network.account(PHONE, "phone");
            gateway.link(SESSION, SENDER);
            for (int i = 1; i < sessions; i++) {
                String phone = "1555%07d".formatted(4_100_000 + i);
                network.account(phone, "idle " + i);
                gateway.link("idle-" + i, phone);
            }
            network.admin()
                    .post("/admin/accounts/" + PHONE + "/auto", Map.of("reply", "echo"))
                    .orFail("teaching the phone to answer");
            PhoneWatch answered = new PhoneWatch(network, SENDER);
            int each = messages / 2 / steps;
            exchange(gateway, answered, Math.min(2_000, each)); // caches fill, classes load
            report(out, gateway, 0);
            for (int step = 1; step <= steps; step++) {
                exchange(gateway, answered, each);
                report(out, gateway, 2 * each * step);
            }
        }
        return 0;
    }

    /// So many messages go out, and as many answers come in: both show on the sender's own phone.
    private static void exchange(GatewayProcess gateway, PhoneWatch own, int count) {
        Posting.all(gateway, SESSION, PHONE, count, CALLERS);
        own.awaitMore(2 * count);
    }

    private static void report(PrintWriter out, GatewayProcess gateway, int done) {
        HeapLook heap = HeapLook.at(gateway.process());
        out.printf(
                Locale.ROOT,
                "  after %7d messages: %6.1f MB live in %d objects, %.1f MB resident%n",
                done,
                heap.bytes() / 1048576.0,
                heap.objects(),
                gateway.process().residentKilobytes() / 1024.0);
        out.flush();
    }
}
