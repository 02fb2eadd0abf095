// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.campaign;

import dev.switchboard.bench.FolderBench;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./switchboard bench campaign`.
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        description =
                "A campaign from a CSV file to simulated phones, with the governor's clock compressed and the gateway killed"
                        + " on the way; compares outcomes with what the phones received.")
public final class CampaignCommand extends FolderBench {
    @Option(names = "--recipients", defaultValue = "10000", description = "how many phones (${DEFAULT-VALUE})")
    private int recipients;

    @Option(names = "--kills", defaultValue = "20", description = "how often the gateway is killed (${DEFAULT-VALUE})")
    private int kills;

    @Option(
            names = "--faster",
            defaultValue = "1000",
            description = "how many times faster the limits are (${DEFAULT-VALUE})")
    private int faster;

    @Option(names = "--seed", defaultValue = "1", description = "seed of the moments (${DEFAULT-VALUE})")
    private long seed;

    /// Exit code 0 only if every recipient has one outcome, and it is what their phone says.
    @Override
    protected int measure(Path folder, PrintWriter out) {
        CampaignRun.Outcome found =
                CampaignRun.run(folder, new CampaignRun.Plan(recipients, kills, faster, seed), line -> {
                    out.println("  " + line);
                    out.flush();
                });
        out.printf(
                Locale.ROOT,
                "%n  outcomes                 %d of %d%n  sent / at the phones     %d / %d%n  delivered / at the phones %d / %d%n  read / at the phones     %d / %d%n"
                        + "  suppressed               %d (said STOP before their turn: %d)%n  opted out after it       %d%n"
                        + "  doubled                  %d%n  with another's words     %d%n  sent after STOP          %d%n"
                        + "  failed                   %d%n  upload %.1f s, campaign %.1f s; gateway at most %d MB%n",
                found.outcomes(),
                recipients,
                found.sent(),
                found.received(),
                found.delivered(),
                found.received(),
                found.read(),
                found.readers(),
                found.suppressed(),
                found.early(),
                found.optedOut(),
                found.doubled(),
                found.foreign(),
                found.leaked(),
                found.failed(),
                found.upload().toMillis() / 1_000.0,
                found.whole().toMillis() / 1_000.0,
                found.megabytes());
        return found.clean(recipients) ? 0 : 1;
    }
}
