// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands about how sessions are and were.
final class CareCommands {
    private CareCommands() {}

    @Command(
            name = "diagnose",
            mixinStandardHelpOptions = true,
            description = "Looks for what keeps a session from working; the exit code is 1 if something does.")
    static final class Diagnose extends OperatorCommands.Operation {
        @Parameters(index = "0", paramLabel = "SESSION", description = "the session's id")
        private String session = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "TO",
                description = "a person or group that is to get messages")
        private @Nullable String recipient;

        @Override
        public Integer call() {
            String query = recipient == null ? "" : "?recipient=" + OperatorCommands.encode(recipient);
            JsonNode found = target().get(OperatorCommands.path(session) + "/diagnosis" + query);
            show(found, () -> {
                Table table = new Table("check", "result", "detail", "advice");
                for (JsonNode checks : List.of(found.path("checks"), found.path("recipient"))) {
                    checks.forEach(check -> table.row(
                            check.path("name").asText(),
                            check.path("ok").asBoolean() ? "ok" : "NOT OK",
                            check.path("detail").asText(""),
                            check.path("ok").asBoolean()
                                    ? ""
                                    : check.path("advice").asText("")));
                }
                out().print(table);
                out().println("\nThe session is " + found.path("level").asText() + ".");
            });
            return found.path("healthy").asBoolean() ? 0 : 1;
        }
    }

    @Command(
            name = "uptime",
            mixinStandardHelpOptions = true,
            description = "How the links stood over the last days: uptime, drops, and what caused most of them.")
    static final class Uptime extends OperatorCommands.Operation {
        @Parameters(
                arity = "0..1",
                paramLabel = "SESSION",
                description = "day by day of one session; all sessions if left out")
        private @Nullable String session;

        @Option(
                names = "--days",
                defaultValue = "7",
                description = "over so many days (${DEFAULT-VALUE}); all sessions only")
        private int days = 7;

        @Override
        public Integer call() {
            if (session == null) {
                JsonNode page = target().get("/api/v1/connections?limit=500&days=" + days);
                return show(page, () -> {
                    Table table = new Table("session", "state", "health", "uptime", "down", "drops", "mostly");
                    page.path("items")
                            .forEach(one -> row(
                                    table,
                                    one.path("period"),
                                    one.path("session").asText(),
                                    one.path("state").asText(),
                                    one.path("level").asText()));
                    out().print(table);
                });
            }
            JsonNode report = target().get(OperatorCommands.path(session) + "/connection");
            return show(report, () -> {
                Table table = new Table("day", "uptime", "down", "drops", "mostly");
                report.path("periods")
                        .forEach(one -> row(table, one, one.path("start").asText()));
                row(table, report.path("total"), "all");
                out().print(table);
            });
        }

        private static void row(Table table, JsonNode period, String... first) {
            String[] cells = java.util.Arrays.copyOf(first, first.length + 4);
            cells[first.length] = period.path("uptimePercent").isNumber()
                    ? period.path("uptimePercent").asText() + " %"
                    : "-";
            cells[first.length + 1] = period.path("downSeconds").asText() + " s";
            cells[first.length + 2] = period.path("drops").asText();
            cells[first.length + 3] = period.path("dropsByCause")
                    .propertyStream()
                    .max(java.util.Map.Entry.comparingByValue(java.util.Comparator.comparingInt(JsonNode::asInt)))
                    .map(java.util.Map.Entry::getKey)
                    .orElse("-");
            table.row((Object[]) cells);
        }
    }
}
