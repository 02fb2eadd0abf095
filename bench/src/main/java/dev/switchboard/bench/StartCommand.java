// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./switchboard bench start`: from the launch of the process until it answers that it is ready, plain and with the
/// JDK's AOT cache.
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Start to ready, plain and with the JDK's AOT cache.")
public final class StartCommand extends FolderBench {
    @Option(names = "--runs", defaultValue = "5", description = "runs of each kind, alternating (${DEFAULT-VALUE})")
    private int runs;

    @Override
    protected int measure(Path folder, PrintWriter out) {
        List<String> plain = List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx256m");
        Path cache = folder.resolve("start.aot");
        try (Network network = Network.start(folder, false, List.of())) {
            // A first start makes the database and the keys, and is not counted.
            GatewayProcess.start(network, folder.resolve("gateway"), plain).close();
            GatewayProcess.start(network, folder.resolve("gateway"), with(plain, "-XX:AOTCacheOutput=" + cache))
                    .close();
            List<Long> cold = new ArrayList<>();
            List<Long> cached = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                cold.add(once(network, folder, plain));
                cached.add(once(network, folder, with(plain, "-XX:AOTCache=" + cache)));
            }
            out.printf(Locale.ROOT, "  plain      median %d ms of %s%n", median(cold), cold);
            out.printf(Locale.ROOT, "  AOT cache  median %d ms of %s%n", median(cached), cached);
            out.flush();
        }
        return 0;
    }

    private static long once(Network network, Path folder, List<String> options) {
        long start = System.nanoTime();
        try (GatewayProcess gateway = GatewayProcess.start(network, folder.resolve("gateway"), options)) {
            gateway.awaitReady();
            return Duration.ofNanos(System.nanoTime() - start).toMillis();
        }
    }

    private static List<String> with(List<String> options, String more) {
        List<String> all = new ArrayList<>(options);
        all.add(more);
        return all;
    }

    private static long median(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }
}
