// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.app.JsonHttp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands about who may do what: tenants and keys. A key's secret is printed when it is made, and never again.
final class AccessCommands {
    private AccessCommands() {}

    @Command(
            name = "tenant",
            mixinStandardHelpOptions = true,
            description = "Tenants of the installation.",
            subcommands = {Tenants.class, NewTenant.class, ChangeTenant.class})
    static final class Tenant extends OperatorCommands.Group {}

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The tenants there are.")
    static final class Tenants extends OperatorCommands.Operation {
        @Override
        public Integer call() {
            JsonNode tenants = target().get("/api/v1/tenants").path("items");
            return show(tenants, () -> out().print(table(tenants)));
        }
    }

    private static Table table(JsonNode tenants) {
        Table table = new Table("tenant", "name", "time zone", "sessions", "messages a day", "storage");
        for (JsonNode tenant : tenants) {
            JsonNode quotas = tenant.path("quotas");
            table.row(
                    tenant.path("id").asText(),
                    tenant.path("name").asText(),
                    tenant.path("timeZone").asText("UTC"),
                    quota(quotas.path("sessions")),
                    quota(quotas.path("messagesPerDay")),
                    quota(quotas.path("storageBytes")));
        }
        return table;
    }

    private static String quota(JsonNode number) {
        return number.isNumber() ? number.asText() : "-";
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a tenant, and prints the only copy of its first key.")
    static final class NewTenant extends OperatorCommands.Operation {
        @Parameters(paramLabel = "TENANT", description = "its id")
        private String id = "";

        @Option(names = "--name", description = "a name for people")
        private @Nullable String name;

        @Override
        public Integer call() {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("id", id);
            if (name != null) {
                body.put("name", name);
            }
            JsonNode made = target().post("/api/v1/tenants", body);
            return show(made, () -> {
                out().print(new Table("tenant", "name")
                        .row(made.path("id").asText(), made.path("name").asText()));
                out().println("\nIts first key, which is shown this once: "
                        + made.path("key").asText());
            });
        }
    }

    @Command(
            name = "change",
            mixinStandardHelpOptions = true,
            description = "Changes a tenant's name, time zone, quotas, or how its links come back.")
    static final class ChangeTenant extends OperatorCommands.Operation {
        @Parameters(paramLabel = "TENANT", description = "its id")
        private String id = "";

        @Option(names = "--name", description = "a name for people")
        private @Nullable String name;

        @Option(names = "--time-zone", description = "where its days begin, as Europe/Berlin")
        private @Nullable String zone;

        @Option(names = "--sessions", description = "how many sessions it may have")
        private @Nullable Long sessions;

        @Option(names = "--messages-per-day", description = "how many messages it may send in a day")
        private @Nullable Long messages;

        @Option(names = "--storage-bytes", description = "how much it may keep")
        private @Nullable Long bytes;

        @Option(names = "--reconnection", description = "how its links come back, as steady")
        private @Nullable String reconnection;

        @Override
        public Integer call() {
            String path = "/api/v1/tenants/" + OperatorCommands.encode(id);
            if (reconnection != null) {
                target().call("PUT", path + "/reconnection", Map.of("policy", reconnection));
            }
            ObjectNode body = JsonHttp.JSON.createObjectNode();
            if (name != null) {
                body.put("name", name);
            }
            if (zone != null) {
                body.put("timeZone", zone);
            }
            if (sessions != null || messages != null || bytes != null) {
                JsonNode before = target().get(path).path("quotas");
                ObjectNode quotas = body.putObject("quotas");
                put(quotas, "sessions", sessions, before);
                put(quotas, "messagesPerDay", messages, before);
                put(quotas, "storageBytes", bytes, before);
            }
            JsonNode now = body.isEmpty() ? target().get(path) : target().call("PATCH", path, body);
            return show(
                    now, () -> out().print(table(JsonHttp.JSON.createArrayNode().add(now))));
        }

        private static void put(ObjectNode quotas, String field, @Nullable Long wish, JsonNode before) {
            if (wish != null) {
                quotas.put(field, wish);
            } else {
                quotas.set(field, before.path(field).isNumber() ? before.get(field) : quotas.nullNode());
            }
        }
    }

    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            description = "API keys of the tenant whose key is used.",
            subcommands = {Keys.class, NewKey.class, RotateKey.class, RevokeKey.class})
    static final class Key extends OperatorCommands.Group {}

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The keys there are, without their secrets.")
    static final class Keys extends OperatorCommands.Operation {
        @Override
        public Integer call() {
            JsonNode keys = target().get("/api/v1/api-keys").path("items");
            return show(keys, () -> {
                Table table = new Table("key", "name", "role", "sessions", "active", "expires", "made by");
                for (JsonNode key : keys) {
                    table.row(
                            key.path("id").asText(),
                            key.path("name").asText(),
                            key.path("role").asText(),
                            names(key.path("sessions")),
                            key.path("active").asBoolean() ? "yes" : "no",
                            key.path("expiresAt").asText("-"),
                            key.path("createdBy").asText("-"));
                }
                out().print(table);
            });
        }

        private static String names(JsonNode names) {
            return names.isEmpty()
                    ? "all"
                    : String.join(",", names.valueStream().map(JsonNode::asText).toList());
        }
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a key, and prints the only copy of its secret.")
    static final class NewKey extends OperatorCommands.Operation {
        @Parameters(paramLabel = "NAME", description = "what it is for")
        private String name = "";

        @Option(
                names = "--role",
                defaultValue = "Agent",
                description = "Owner, Admin, Agent or Viewer (${DEFAULT-VALUE})")
        private String role = "Agent";

        @Option(names = "--session", description = "only for this session; may be repeated")
        private List<String> sessions = List.of();

        @Option(names = "--permission", description = "only with this right of the role's; may be repeated")
        private List<String> permissions = List.of();

        @Option(names = "--expires", description = "when it ends, as 2027-01-01T00:00:00Z")
        private @Nullable String expires;

        @Override
        public Integer call() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            body.put("role", role);
            if (!sessions.isEmpty()) {
                body.put("sessions", sessions);
            }
            if (!permissions.isEmpty()) {
                body.put("permissions", permissions);
            }
            if (expires != null) {
                body.put("expiresAt", expires);
            }
            return told(this, target().post("/api/v1/api-keys", body));
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Makes a new key with the same rights; the old one stays good for a while.")
    static final class RotateKey extends OperatorCommands.Operation {
        @Parameters(paramLabel = "KEY", description = "the key's id")
        private String id = "";

        @Option(names = "--overlap", description = "seconds for which the old key stays good (a day)")
        private @Nullable Long overlap;

        @Override
        public Integer call() {
            Object body = overlap == null ? Map.of() : Map.of("overlapSeconds", overlap);
            return told(this, target().post("/api/v1/api-keys/" + OperatorCommands.encode(id) + "/rotate", body));
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a key at once.")
    static final class RevokeKey extends OperatorCommands.Operation {
        @Parameters(paramLabel = "KEY", description = "the key's id")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode answer = target().call("DELETE", "/api/v1/api-keys/" + OperatorCommands.encode(id), null);
            return show(answer, () -> out().println("The key " + id + " has ended."));
        }
    }

    private static int told(OperatorCommands.Operation command, JsonNode key) {
        return command.show(key, () -> {
            command.out()
                    .print(new Table("key", "name", "role")
                            .row(
                                    key.path("id").asText(),
                                    key.path("name").asText(),
                                    key.path("role").asText()));
            command.out()
                    .println("\nIts secret, which is shown this once: "
                            + key.path("key").asText());
        });
    }

    @Command(
            name = "log-level",
            mixinStandardHelpOptions = true,
            description = "How much the running gateway logs: shows the levels, or changes one.")
    static final class LogLevel extends OperatorCommands.Operation {
        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "LEVEL",
                description = "error, warn, info, debug or trace; reset for as at the start")
        private @Nullable String level;

        @Option(names = "--logger", defaultValue = "dev.switchboard", description = "which logger (${DEFAULT-VALUE})")
        private String logger = "dev.switchboard";

        @Option(names = "--minutes", description = "for so long only")
        private @Nullable Integer minutes;

        @Override
        public Integer call() {
            String path = "/api/v1/log-levels/" + OperatorCommands.encode(logger);
            if ("reset".equals(level)) {
                target().call("DELETE", path, null);
            } else if (level != null) {
                Map<String, Object> body = new LinkedHashMap<>();
                body.put("level", level);
                if (minutes != null) {
                    body.put("minutes", minutes);
                }
                target().call("PUT", path, body);
            }
            JsonNode levels = target().get("/api/v1/log-levels").path("items");
            return show(levels, () -> {
                Table table = new Table("logger", "level", "until");
                levels.forEach(one -> table.row(
                        one.path("logger").asText(),
                        one.path("level").asText(),
                        one.path("until").asText("-")));
                out().print(table);
            });
        }
    }
}
