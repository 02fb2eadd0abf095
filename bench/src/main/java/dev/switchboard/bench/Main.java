// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import dev.switchboard.bench.campaign.CampaignCommand;
import dev.switchboard.bench.crash.CrashCommand;
import dev.switchboard.bench.group.GroupBench;
import dev.switchboard.bench.load.LatencyBench;
import dev.switchboard.bench.load.MemoryBench;
import dev.switchboard.bench.load.SendBench;
import dev.switchboard.bench.load.SessionsBench;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Entry of `./switchboard bench`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures the product, its peers in the same run.",
        subcommands = {
            CrashCommand.class,
            CampaignCommand.class,
            StartCommand.class,
            SendBench.class,
            LatencyBench.class,
            SessionsBench.class,
            MemoryBench.class,
            GroupBench.class
        })
public final class Main implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    @Override
    public void run() {
        throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), "name a benchmark");
    }

    @Command(
            name = "codec",
            mixinStandardHelpOptions = true,
            description = "Node encoding and decoding, against npm baileys.")
    int codec() {
        CodecBench.run(System.out);
        return 0;
    }

    @Command(
            name = "signal",
            mixinStandardHelpOptions = true,
            description = "Signal encryption and decryption, against npm libsignal.")
    int signal() {
        SignalBench.run(System.out);
        return 0;
    }

    /// Exit codes: 0 done, 1 failed, 2 wrong usage.
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
