// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.switchboard.app.Console;
import dev.switchboard.app.JsonHttp;
import dev.switchboard.app.TerminalQr;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The commands that look after a running gateway. Exit codes: 0 done or healthy, 1 not.
public final class OperatorCommands {
    private OperatorCommands() {}

    /// All of them, to be added to the launcher's command.
    public static List<Class<?>> all() {
        return List.of(
                Health.class,
                Sessions.class,
                Qr.class,
                Send.class,
                Tail.class,
                Monitor.class,
                CareCommands.Diagnose.class,
                CareCommands.Uptime.class,
                Cleanup.class,
                AuditCommand.class,
                BackupCommands.Backup.class,
                BackupCommands.NewKey.class,
                BackupCommands.ExportSession.class,
                BackupCommands.ImportSession.class,
                AccessCommands.Tenant.class,
                AccessCommands.Key.class,
                AccessCommands.LogLevel.class,
                AutoComplete.GenerateCompletion.class);
    }

    /// What the commands share.
    abstract static class Operation implements java.util.concurrent.Callable<Integer> {
        @Mixin
        private Target target = new Target();

        @Spec
        private @Nullable CommandSpec spec;

        Target target() {
            return target;
        }

        PrintWriter out() {
            return Objects.requireNonNull(spec).commandLine().getOut();
        }

        /// Prints the answer as JSON if that was asked for, else in words.
        int show(JsonNode answer, Runnable words) {
            if (target.json()) {
                out().println(answer.toPrettyString());
            } else {
                words.run();
            }
            out().flush();
            return 0;
        }

        boolean terminal() {
            return Console.of(Objects.requireNonNull(spec)).terminal();
        }
    }

    /// A command that only has others below it.
    abstract static class Group implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
        }
    }

    static String path(String session) {
        return "/api/v1/sessions/" + encode(session);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Command(
            name = "health",
            mixinStandardHelpOptions = true,
            description = "How the gateway is; the exit code is 1 unless it can serve.")
    static final class Health extends Operation {
        @Override
        public Integer call() {
            target().get("/health/ready");
            JsonNode health = target().get("/health");
            return show(health, () -> {
                JsonNode clients = health.path("clients");
                out().print(new Table(
                                "status", "sessions", "connected", "waiting", "down", "failed", "uptime", "memory")
                        .row(
                                health.path("status").asText(),
                                clients.path("total").asText("?"),
                                clients.path("connected").asText("?"),
                                clients.path("waitingForQr").asText("?"),
                                clients.path("disconnected").asText("?"),
                                clients.path("error").asText("?"),
                                spell(health.path("uptime").asLong()),
                                health.at("/system/memory/used").asText("?") + " MB"));
                for (JsonNode warning : health.path("warnings")) {
                    out().println("warning: " + warning.path("detail").asText() + " "
                            + warning.path("advice").asText());
                }
            });
        }

        private static String spell(long seconds) {
            Duration time = Duration.ofSeconds(seconds);
            return "%dd %02d:%02d:%02d"
                    .formatted(time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
        }
    }

    /// All sessions, page by page.
    static ArrayNode sessions(Target target) {
        ArrayNode all = JsonHttp.JSON.createArrayNode();
        String cursor = "";
        do {
            JsonNode page = target.get("/api/v1/sessions?limit=500" + cursor);
            page.path("items").forEach(all::add);
            cursor = page.hasNonNull("next")
                    ? "&cursor=" + encode(page.get("next").asText())
                    : "";
        } while (!cursor.isEmpty());
        return all;
    }

    static Table table(ArrayNode sessions) {
        Table table = new Table("session", "state", "phone", "name", "cause");
        for (JsonNode session : sessions) {
            table.row(
                    session.path("id").asText(),
                    session.path("state").asText(),
                    session.path("phone").asText(session.at("/account/phone").asText("-")),
                    session.path("name").asText("-"),
                    session.path("cause").asText(""));
        }
        return table;
    }

    @Command(name = "sessions", mixinStandardHelpOptions = true, description = "The sessions and the state of each.")
    static final class Sessions extends Operation {
        @Option(names = "--state", description = "only those in this state, such as connected")
        private @Nullable String state;

        @Override
        public Integer call() {
            ArrayNode all = OperatorCommands.sessions(target());
            ArrayNode wanted = JsonHttp.JSON.createArrayNode();
            all.forEach(session -> {
                if (state == null || session.path("state").asText().equals(state)) {
                    wanted.add(session);
                }
            });
            return show(wanted, () -> out().print(table(wanted)));
        }
    }

    @Command(
            name = "qr",
            mixinStandardHelpOptions = true,
            description =
                    "Shows a session's QR code in the terminal, makes the session if it is new, and waits until it is"
                            + " linked.")
    static final class Qr extends Operation {
        @Parameters(paramLabel = "SESSION", description = "the session's id")
        private String session = "";

        @Option(names = "--once", description = "show the code of now and end")
        private boolean once;

        @Override
        public Integer call() {
            boolean known = OperatorCommands.sessions(target())
                    .valueStream()
                    .anyMatch(one -> one.path("id").asText().equals(session));
            if (!known) {
                target().post("/api/v1/sessions", Map.of("id", session));
            }
            if (state().equals("connected")) {
                out().println("The session " + session + " is linked and connected.");
                return 0;
            }
            target().post(path(session) + "/connect", null);
            if (once) {
                JsonNode qr = target().get(path(session) + "/qr?format=json");
                return show(qr, () -> draw(qr.path("qr").asText()));
            }
            EventStream.read(target(), "session=" + encode(session) + "&after=0", this::follow);
            out().flush();
            return state().equals("connected") ? 0 : 1;
        }

        private String state() {
            return target().get(path(session)).path("state").asText();
        }

        private boolean follow(JsonNode event) {
            switch (event.path("event").asText()) {
                case "session.qr" -> {
                    if (Instant.parse(event.at("/data/expiresAt").asText())
                            .isAfter(InstantSource.system().instant())) {
                        draw(event.at("/data/qr").asText());
                    }
                }
                case "session.state" -> {
                    String now = event.at("/data/state").asText();
                    boolean over = List.of("connected", "failed", "disconnected", "restricted")
                                    .contains(now)
                            && state().equals(now);
                    if (over) {
                        out().println("The session is " + now + ".");
                        return false;
                    }
                }
                default -> {
                    // says nothing about linking
                }
            }
            out().flush();
            return true;
        }

        private void draw(String qr) {
            out().println();
            out().print(TerminalQr.draw(qr, terminal()));
            out().println("\nOn the phone: WhatsApp, Linked devices, Link a device.");
        }
    }

    @Command(name = "send", mixinStandardHelpOptions = true, description = "Sends a text and waits for the network.")
    static final class Send extends Operation {
        @Parameters(index = "0", paramLabel = "SESSION", description = "the session's id")
        private String session = "";

        @Parameters(index = "1", paramLabel = "TO", description = "a number or an address")
        private String to = "";

        @Parameters(index = "2", paramLabel = "TEXT", description = "the text")
        private String text = "";

        @Option(names = "--no-wait", description = "end once the gateway has it")
        private boolean noWait;

        @Override
        public Integer call() {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("to", to);
            body.put("text", text);
            JsonNode answer = target().post(path(session) + "/messages" + (noWait ? "" : "?wait=sent"), body);
            show(
                    answer,
                    () -> out().print(new Table("message", "chat", "status")
                            .row(
                                    answer.path("id").asText(),
                                    answer.at("/message/chat/jid").asText(),
                                    answer.path("status").asText())));
            return answer.path("status").asText().equals("failed") ? 1 : 0;
        }
    }

    @Command(
            name = "tail",
            mixinStandardHelpOptions = true,
            description = "Events as they happen. Texts of messages are shown with --json only.")
    static final class Tail extends Operation {
        @Option(names = "--session", description = "only of this session")
        private @Nullable String session;

        @Option(names = "--event", description = "only events of this name, such as message.received")
        private @Nullable String event;

        @Option(names = "--after", description = "begin after the event of this number")
        private @Nullable Long after;

        @Override
        public Integer call() {
            StringBuilder query = new StringBuilder();
            add(query, "session", session);
            add(query, "event", event);
            add(query, "after", after);
            EventStream.read(target(), query.toString(), this::print);
            return 0;
        }

        private static void add(StringBuilder query, String name, @Nullable Object value) {
            if (value != null) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(encode(value.toString()));
            }
        }

        private boolean print(JsonNode one) {
            if (target().json()) {
                out().println(one);
            } else {
                JsonNode data = one.path("data");
                out().println(Table.printable("%s  %-22s %-16s %s"
                        .formatted(
                                one.path("time").asText(),
                                one.path("event").asText(),
                                one.path("session").asText("-"),
                                String.join(
                                        " ",
                                        data.path("state").asText(""),
                                        data.at("/chat/jid").asText(""),
                                        data.path("id").asText(""),
                                        data.path("status").asText(""),
                                        data.path("cause").asText("")))));
            }
            out().flush();
            return true;
        }
    }

    @Command(
            name = "monitor",
            mixinStandardHelpOptions = true,
            description = "The sessions and the figures, again and again. With --recover, sessions that are down are"
                    + " connected again.")
    static final class Monitor extends Operation {
        @Option(names = "--every", defaultValue = "5", description = "seconds between two looks (${DEFAULT-VALUE})")
        private int every = 5;

        @Option(names = "--once", description = "look once; the exit code is 1 if a linked session is not connected")
        private boolean once;

        @Option(names = "--recover", description = "connect linked sessions that are disconnected")
        private boolean recover;

        @Override
        public Integer call() {
            boolean well = look();
            while (!once) {
                LockSupport.parkNanos(Duration.ofSeconds(Math.max(1, every)).toNanos());
                well = look();
            }
            return well ? 0 : 1;
        }

        private boolean look() {
            ArrayNode all = OperatorCommands.sessions(target());
            JsonNode figures = target().get("/metrics").path("metrics");
            Map<String, Object> both = Map.of("sessions", all, "metrics", figures);
            show(JsonHttp.JSON.valueToTree(both), () -> {
                if (terminal() && !once) {
                    out().print("\u001b[H\u001b[2J");
                }
                out().print(table(all));
                out().println();
                figures.properties()
                        .forEach(figure -> out().printf(
                                        "  %-18s %s%n",
                                        figure.getKey(), figure.getValue().asText()));
            });
            boolean well = true;
            for (JsonNode session : all) {
                boolean linked = !session.path("phone")
                        .asText(session.at("/account/phone").asText(""))
                        .isEmpty();
                String state = session.path("state").asText();
                if (linked && !state.equals("connected")) {
                    well = false;
                    if (recover && List.of("disconnected", "failed").contains(state)) {
                        target().post(path(session.path("id").asText()) + "/connect", null);
                        out().println("  connecting " + session.path("id").asText());
                        out().flush();
                    }
                }
            }
            return well;
        }
    }

    @Command(
            name = "cleanup",
            mixinStandardHelpOptions = true,
            description = "Removes the data of sessions that have been dead for long.")
    static final class Cleanup extends Operation {
        @Override
        public Integer call() {
            JsonNode answer = target().post("/api/whatsapp/cleanup-sessions", null);
            return show(answer, () -> out().println(answer.path("message").asText("done")));
        }
    }
}
