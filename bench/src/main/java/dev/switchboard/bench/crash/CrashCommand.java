// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import dev.switchboard.bench.FolderBench;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./switchboard bench crash`.
@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        description =
                "SIGKILL to the gateway at random moments while messages go both ways; counts lost, doubled, undecryptable.")
public final class CrashCommand extends FolderBench {
    @Option(names = "--messages", defaultValue = "300", description = "messages each way (${DEFAULT-VALUE})")
    private int messages;

    @Option(names = "--kills", defaultValue = "30", description = "how often the gateway is killed (${DEFAULT-VALUE})")
    private int kills;

    @Option(names = "--seed", defaultValue = "1", description = "seed of the moments (${DEFAULT-VALUE})")
    private long seed;

    /// Exit code 0 only if nothing was lost, doubled or left undecryptable.
    @Override
    protected int measure(Path folder, PrintWriter out) {
        CrashRun.Outcome outcome = CrashRun.run(folder, new CrashRun.Plan(messages, kills, seed), line -> {
            out.println("  " + line);
            out.flush();
        });
        out.printf(
                Locale.ROOT,
                "%n  distinct at the phone     %d of %d%n  distinct in the gateway   %d of %d%n  lost          %d%n  doubled       %d%n  undecryptable %d%n",
                outcome.distinctToPhone(),
                messages,
                outcome.distinctToGateway(),
                messages,
                outcome.lost(),
                outcome.doubled(),
                outcome.undecryptable());
        return outcome.clean() ? 0 : 1;
    }
}
