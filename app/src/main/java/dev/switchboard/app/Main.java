// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Entry of `./switchboard`: picks the command, runs it, turns its outcome into the exit code.
@Command(
        name = "switchboard",
        mixinStandardHelpOptions = true,
        description = "A WhatsApp gateway and a simulated WhatsApp network.")
public final class Main implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }

    /// Exit codes: 0 done, 1 failed with a reason on the error stream, 2 wrong usage.
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
