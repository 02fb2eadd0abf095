// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import dev.switchboard.bench.FolderBench;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./switchboard bench crash`.
@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        description = {
            "SIGKILL to the gateway and to the network at random moments while messages go both ways over many sessions",
            "and a webhook receiver fails a third of the time. Counts what is lost, doubled, undecryptable or out of order,",
            "and verifies the audit chain."
        })
public final class CrashCommand extends FolderBench {
    @Option(names = "--messages", defaultValue = "20000", description = "messages each way (${DEFAULT-VALUE})")
    private int messages;

    @Option(names = "--sessions", defaultValue = "50", description = "linked sessions (${DEFAULT-VALUE})")
    private int sessions;

    @Option(names = "--kills", defaultValue = "60", description = "how often the gateway is killed (${DEFAULT-VALUE})")
    private int kills;

    @Option(
            names = "--network-kills",
            defaultValue = "20",
            description = "how often the simulated network is killed (${DEFAULT-VALUE})")
    private int networkKills;

    @Option(names = "--seed", defaultValue = "1", description = "seed of the moments (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--small",
            description = "400 messages each way, 4 sessions, 6 kills of the gateway, 2 of the network")
    private boolean small;

    @Option(
            names = "--events",
            split = ",",
            defaultValue = "message.received",
            description = "events that the webhook gets (${DEFAULT-VALUE}); message.status makes four times as many")
    private Set<String> events = Set.of();

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "an empty PostgreSQL database for the gateway instead of SQLite")
    private String database = "";

    /// Exit code 0 only if nothing was lost, doubled, left undecryptable or out of order, and the audit verifies.
    @Override
    protected int measure(Path folder, PrintWriter out) {
        CrashPlan plan = small
                ? new CrashPlan(400, 4, 6, 2, seed, events, database)
                : new CrashPlan(messages, sessions, kills, networkKills, seed, events, database);
        CrashOutcome outcome = CrashRun.run(folder, plan, line -> {
            out.println("  " + line);
            out.flush();
        });
        outcome.print(out);
        return outcome.clean() ? 0 : 1;
    }
}
