// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import dev.switchboard.app.operate.SealOptions;
import dev.switchboard.gateway.Maintenance;
import dev.switchboard.gateway.backup.Restore;
import dev.switchboard.gateway.backup.Summary;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.Setting;
import dev.switchboard.gateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What is done to an installation while its gateway does not run.
final class RestCommands {
    private RestCommands() {}

    /// All of them.
    static List<Object> all(Environment environment) {
        return List.of(new RestoreCommand(environment), new RekeyCommand(environment));
    }

    /// The variables that may hold settings.
    interface Environment {
        Map<String, String> read() throws IOException;
    }

    /// Which installation is meant.
    abstract static class AtRest implements Callable<Integer> {
        private final Environment environment;

        @Option(names = "--data", paramLabel = "FOLDER", description = "the data folder; SWITCHBOARD_DATA otherwise")
        private @Nullable Path data;

        @Option(
                names = "--database-url",
                paramLabel = "URL",
                description = "its PostgreSQL database; better as DATABASE_URL in the environment, which nobody sees")
        private @Nullable String database;

        @Option(names = "--json", description = "print the outcome as JSON")
        private boolean json;

        @Spec
        private @Nullable CommandSpec spec;

        AtRest(Environment environment) {
            this.environment = environment;
        }

        GatewayConfig config() throws IOException {
            Map<String, String> flags = new HashMap<>();
            if (data != null) {
                flags.put(Setting.DATA.flag(), data.toString());
            }
            if (database != null) {
                flags.put(Setting.DATABASE_URL.flag(), database);
            }
            return Settings.of(flags, environment.read(), Map.of(), Path.of(System.getProperty("user.home")))
                    .config();
        }

        void show(Map<String, Object> outcome, String words) {
            var out = Objects.requireNonNull(spec).commandLine().getOut();
            out.println(json ? JsonHttp.JSON.valueToTree(outcome).toPrettyString() : words);
            out.flush();
        }

        void progress(String words) {
            if (!json) {
                var out = Objects.requireNonNull(spec).commandLine().getOut();
                out.println(words);
                out.flush();
            }
        }
    }

    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = {
                "Puts a backup into an installation whose gateway does not run, on SQLite or PostgreSQL, whichever",
                "it came from. The whole backup is checked first; what was there is kept beside."
            })
    static final class RestoreCommand extends AtRest {
        @Parameters(paramLabel = "FILE", description = "what backup wrote")
        private Path file = Path.of("");

        @Mixin
        private SealOptions seal = new SealOptions();

        @Option(names = "--check", description = "only read it to its end and say what is in it")
        private boolean check;

        @Option(names = "--replace", description = "put aside an installation that is there")
        private boolean replace;

        RestoreCommand(Environment environment) {
            super(environment);
        }

        @Override
        public Integer call() throws IOException {
            Map<String, Object> told = new LinkedHashMap<>();
            if (check) {
                Summary summary = Restore.check(file, seal.opening());
                show(tell(told, summary), words(summary) + " It is whole.");
                return 0;
            }
            Restore.Outcome outcome = new Maintenance(config())
                    .restore(file, seal.opening(), replace, rows -> progress(rows + " rows and files"));
            tell(told, outcome.summary());
            outcome.former().ifPresent(former -> told.put("former", former));
            String former = outcome.former()
                    .map(place -> " What was there before is in " + place + ".")
                    .orElse("");
            show(told, words(outcome.summary()) + " It is in place." + former + warning(outcome.summary()));
            return 0;
        }

        private static Map<String, Object> tell(Map<String, Object> told, Summary summary) {
            told.put("kind", summary.kind());
            told.put("createdAt", summary.createdAt().toString());
            told.put("rows", summary.rows());
            told.put("files", summary.objects());
            told.put("missingFiles", summary.missing());
            told.put("waitingMessages", summary.waiting());
            return told;
        }

        private static String words(Summary summary) {
            return "Backup of %s made at %s: %d rows, %d files (%d were missing)."
                    .formatted(
                            summary.kind(), summary.createdAt(), summary.rows(), summary.objects(), summary.missing());
        }

        private static String warning(Summary summary) {
            return "\nThe installation that it was made of must not be started again: two with the same sessions destroy"
                    + " their keys."
                    + (summary.waiting() == 0
                            ? ""
                            : "\n" + summary.waiting() + " messages were waiting to be sent then and will be sent now,"
                                    + " also those that have been sent since.");
        }
    }

    @Command(
            name = "rekey",
            mixinStandardHelpOptions = true,
            description = {
                "Exchanges the master key of an installation whose gateway does not run. A key file is exchanged for a",
                "new one, and kept as master.key.former; where ENCRYPTION_KEY is set, name the new one and set it",
                "afterwards. If it is interrupted, run it again."
            })
    static final class RekeyCommand extends AtRest {
        @Option(
                names = "--new-key-file",
                paramLabel = "FILE",
                description = "file with the new ENCRYPTION_KEY, where the key is a setting")
        private @Nullable Path next;

        RekeyCommand(Environment environment) {
            super(environment);
        }

        @Override
        public Integer call() throws IOException {
            Optional<String> key = next == null
                    ? Optional.empty()
                    : Optional.of(Files.readString(next).strip());
            int changed = new Maintenance(config()).rekey(key);
            show(
                    Map.of("keys", changed),
                    changed + " keys are wrapped anew."
                            + (key.isPresent()
                                    ? " Set ENCRYPTION_KEY to the new one before the next start."
                                    : " The old key is in master.key.former; delete it when no copy of the old data"
                                            + " needs it."));
            return 0;
        }
    }
}
