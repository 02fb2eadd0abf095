// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import dev.switchboard.app.operate.CommandFailed;
import dev.switchboard.app.operate.OperatorCommands;
import dev.switchboard.gateway.fault.GatewayException;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Entry of `./switchboard`: picks the command, runs it, turns its outcome into the exit code.
@Command(
        name = "switchboard",
        mixinStandardHelpOptions = true,
        description = "A WhatsApp gateway and a simulated WhatsApp network.",
        subcommands = {DemoCommand.class, SandboxCommand.class})
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
        System.exit(commands(ServeCommand::environment).execute(args));
    }

    /// All commands; the ones for an installation at rest take its settings from `environment` as well.
    static CommandLine commands(RestCommands.Environment environment) {
        CommandLine commands = new CommandLine(new Main()).addSubcommand(ServeCommand.commandLine());
        OperatorCommands.all().forEach(commands::addSubcommand);
        RestCommands.all(environment).forEach(commands::addSubcommand);
        return commands.setExecutionExceptionHandler(Main::explain);
    }

    /// Expected failures are told in one line; anything else is a defect and shows where it came from.
    private static int explain(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        Optional<String> reason = reason(fault);
        if (reason.isPresent()) {
            err.println("switchboard: " + reason.get());
        } else {
            fault.printStackTrace(err);
        }
        err.flush();
        return 1;
    }

    private static Optional<String> reason(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return Optional.of("a port is taken already (" + cause.getMessage()
                        + "); stop what uses it, or choose others: see --help");
            }
            if (cause instanceof TourFailed || cause instanceof CommandFailed || cause instanceof GatewayException) {
                return Optional.ofNullable(cause.getMessage());
            }
        }
        return Optional.empty();
    }
}
