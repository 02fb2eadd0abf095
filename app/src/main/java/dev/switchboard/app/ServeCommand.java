// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import dev.switchboard.gateway.GatewayApplication;
import dev.switchboard.gateway.RunningGateway;
import dev.switchboard.gateway.settings.EnvironmentFile;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.Setting;
import dev.switchboard.gateway.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./switchboard serve`: the gateway alone. Its options are the gateway's table of settings.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The gateway. Without network settings it speaks to the real network.",
            "Each option can also be set in the environment, as SWITCHBOARD_ and its name in capitals, or in a properties file."
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "properties file with the names below, without dashes")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    /// The command with an option for each [Setting].
    static CommandLine commandLine() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new ServeCommand());
        for (Setting setting : Setting.values()) {
            spec.addOption(OptionSpec.builder("--" + setting.flag())
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(setting.meaning() + " (" + setting.standard() + ")")
                    .build());
        }
        return new CommandLine(spec);
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        Map<String, String> environment = environment();
        Settings.meaningless(environment)
                .ifPresent(words -> command.commandLine().getErr().println("switchboard: " + words));
        GatewayConfig config = Settings.of(
                        flags(command), environment, fromFile(), Path.of(System.getProperty("user.home")))
                .config();
        Console console = config.jsonLogs() ? Console.silent() : Console.of(command);
        try (ShutdownSignal end = ShutdownSignal.armed()) {
            serve(config, console, end);
            console.line("Stopped: everything that was taken is kept.");
            return 0;
        }
    }

    private static void serve(GatewayConfig config, Console console, ShutdownSignal end) {
        try (RunningGateway gateway = GatewayApplication.start(config)) {
            if (config.jsonLogs()) {
                LOG.info("listening on http://{}:{}/", config.host(), gateway.port());
            }
            console.line("Switchboard is up. Ctrl-C ends it.");
            console.line("  API and page   http://%s:%d/   (documentation at /docs)", config.host(), gateway.port());
            console.line("  data           %s", config.dataFolder().toAbsolutePath());
            console.line(
                    "  admin key      in %s",
                    config.dataFolder().resolve("admin-key").toAbsolutePath());
            end.await();
            if (config.jsonLogs()) {
                LOG.info("stopping");
            }
            console.line("Stopping: no new requests; what is under way is finished.");
        }
    }

    /// The environment, and what it leaves open from a `.env` file in the working directory.
    static Map<String, String> environment() throws IOException {
        Path file = Path.of(".env");
        Map<String, String> environment =
                new HashMap<>(Files.isRegularFile(file) ? EnvironmentFile.parse(Files.readString(file)) : Map.of());
        environment.putAll(System.getenv());
        return environment;
    }

    private static Map<String, String> flags(CommandSpec command) {
        Map<String, String> flags = new HashMap<>();
        for (Setting setting : Setting.values()) {
            String value = command.findOption("--" + setting.flag()).getValue();
            if (value != null) {
                flags.put(setting.flag(), value);
            }
        }
        return flags;
    }

    private Map<String, String> fromFile() throws IOException {
        if (file == null) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
