// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.app.JsonHttp;
import dev.switchboard.gateway.audit.OfflineAudit;
import dev.switchboard.gateway.audit.Verification.Verdict;
import dev.switchboard.gateway.storage.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `audit`: verifies who did what.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "The audit: who did what.",
        subcommands = AuditCommand.Verify.class)
final class AuditCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing: verify");
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Goes through the audit and names the first entry that does not fit; the exit code is 1 then.",
                "Asks a running gateway, or looks itself: into a data folder (--data), a PostgreSQL database (--database-url) or an export (--file)."
            })
    static final class Verify extends OperatorCommands.Operation {
        @Option(names = "--data", paramLabel = "FOLDER", description = "a data folder, whether its gateway runs or not")
        private @Nullable Path data;

        @Option(
                names = "--database-url",
                paramLabel = "URL",
                description = "a PostgreSQL database, as postgres://user:password@host:port/name")
        private @Nullable String database;

        @Option(names = "--file", paramLabel = "FILE", description = "an export in the form ndjson")
        private @Nullable Path file;

        @Option(
                names = "--public-key",
                paramLabel = "KEY",
                description = "what it has to be signed with, as Base64; otherwise the key that is found beside it")
        private @Nullable String publicKey;

        @Override
        public Integer call() {
            Map<String, JsonNode> verdicts = new LinkedHashMap<>();
            if (data != null) {
                OfflineAudit.ofFolder(data, Optional.ofNullable(publicKey))
                        .forEach((tenant, verdict) -> verdicts.put(tenant, json(verdict)));
            } else if (database != null) {
                OfflineAudit.ofDatabase(DatabaseUrl.parse(database), Optional.ofNullable(publicKey))
                        .forEach((tenant, verdict) -> verdicts.put(tenant, json(verdict)));
            } else if (file != null) {
                verdicts.put(file.toString(), json(export(file)));
            } else {
                verdicts.put(target().url().toString(), target().get("/api/v1/audit/verify"));
            }
            if (verdicts.isEmpty()) {
                throw new CommandFailed("there is no audit in it");
            }
            ObjectNode all = JsonHttp.JSON.createObjectNode();
            verdicts.forEach(all::set);
            show(all, () -> verdicts.forEach(this::print));
            return verdicts.values().stream().allMatch(verdict -> whole(verdict) && pinned(verdict)) ? 0 : 1;
        }

        private Verdict export(Path from) {
            try {
                return OfflineAudit.ofExport(from, Optional.ofNullable(publicKey));
            } catch (IOException e) {
                throw new CommandFailed("the file " + from + " cannot be read");
            }
        }

        private static JsonNode json(Verdict verdict) {
            return JsonHttp.JSON.valueToTree(verdict);
        }

        private boolean pinned(JsonNode verdict) {
            return publicKey == null
                    || publicKey.equals(verdict.path("publicKey").asText());
        }

        private static boolean whole(JsonNode verdict) {
            return verdict.path("verified").asBoolean();
        }

        private void print(String what, JsonNode verdict) {
            String counts = "%d entries, %d removed by retention, %d personal fields erased, %d seals"
                    .formatted(
                            verdict.path("entries").asLong(),
                            verdict.path("removed").asLong(),
                            verdict.path("erased").asLong(),
                            verdict.path("seals").asLong());
            if (whole(verdict)) {
                out().println(what + ": whole. " + counts);
            } else {
                out().println(what + ": BROKEN at entry "
                        + verdict.path("brokenAt").asText("?") + ": "
                        + verdict.path("reason").asText() + ". Before it: " + counts);
            }
            if (!pinned(verdict)) {
                out().println(what + ": it is signed with another key: "
                        + verdict.path("publicKey").asText());
            }
        }
    }
}
