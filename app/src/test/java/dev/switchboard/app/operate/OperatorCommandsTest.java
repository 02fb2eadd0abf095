// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.gateway.fault.StorageFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The commands against a gateway that only knows its lines.
class OperatorCommandsTest {
    private static final String SESSIONS = """
            {"items":[
              {"id":"shop","state":"connected","name":"The shop","cause":"logged-in","account":{"phone":"15550100001"}},
              {"id":"desk","state":"disconnected","name":"desk","cause":"stopped\\u001b[31m","account":{"phone":"15550100002"}}],
             "next":null}""";

    @TempDir
    private Path folder;

    private final Map<String, String> lines = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final StringWriter printed = new StringWriter();
    private HttpServer server;
    private String failure = "";

    @Command(name = "switchboard")
    private static final class Root {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Files.writeString(folder.resolve("key"), "sbk_test\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(call + " " + exchange.getRequestHeaders().getFirst("X-Api-Key") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String line = lines.getOrDefault(call, "{\"detail\":\"There is no such thing.\",\"advice\":\"Look again.\"}");
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(lines.containsKey(call) ? 200 : 404, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int run(String... arguments) {
        CommandLine commands = new CommandLine(new Root());
        OperatorCommands.all().forEach(commands::addSubcommand);
        commands.setOut(new PrintWriter(printed));
        commands.setExecutionExceptionHandler((fault, _, _) -> {
            assertThat(fault).isInstanceOfAny(CommandFailed.class, StorageFailed.class);
            failure = fault.getMessage();
            return 1;
        });
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "--key-file",
                folder.resolve("key").toString()));
        return commands.execute(all.toArray(String[]::new));
    }

    @Test
    void tellsWhetherTheAuditVerifies() {
        lines.put("GET /api/v1/audit/verify", "{\"verified\":true,\"entries\":7,\"removed\":2,\"publicKey\":\"K\"}");
        assertThat(run("audit", "verify")).isZero();
        assertThat(printed.toString()).contains("whole. 7 entries, 2 removed");
        assertThat(run("audit", "verify", "--public-key", "other")).isEqualTo(1);

        lines.put(
                "GET /api/v1/audit/verify",
                "{\"verified\":false,\"entries\":3,\"brokenAt\":4,\"reason\":\"entry 4 is missing\"}");
        assertThat(run("audit", "verify")).isEqualTo(1);
        assertThat(printed.toString()).contains("BROKEN at entry 4: entry 4 is missing");
        assertThat(run("audit", "verify", "--data", folder.toString())).isEqualTo(1);
        assertThat(failure).contains("no database");
    }

    @Test
    void listsSessionsAsATableWithTheKeyOfTheFile() {
        lines.put("GET /api/v1/sessions?limit=500", SESSIONS);
        assertThat(run("sessions")).isZero();
        assertThat(printed.toString()).isEqualTo("""
                        session  state         phone        name      cause
                        shop     connected     15550100001  The shop  logged-in
                        desk     disconnected  15550100002  desk      stopped [31m
                        """);
        assertThat(asked.getFirst()).contains(" sbk_test ");
    }

    @Test
    void listsSessionsAsJson() {
        lines.put("GET /api/v1/sessions?limit=500", SESSIONS);
        assertThat(run("sessions", "--json", "--state", "connected")).isZero();
        assertThat(printed.toString())
                .contains("\"shop\"")
                .doesNotContain("desk")
                .startsWith("[");
    }

    @Test
    void sendsAndWaitsForTheNetwork() {
        lines.put(
                "POST /api/v1/sessions/shop/messages?wait=sent",
                "{\"id\":\"3EB0\",\"status\":\"sent\",\"message\":{\"chat\":{\"jid\":\"15550100002@s.whatsapp.net\"}}}");
        assertThat(run("send", "shop", "15550100002", "hello \"you\"")).isZero();
        assertThat(printed.toString())
                .contains("3EB0")
                .contains("15550100002@s.whatsapp.net")
                .contains("sent");
        assertThat(asked.getFirst()).endsWith("{\"to\":\"15550100002\",\"text\":\"hello \\\"you\\\"\"}");
    }

    @Test
    void failedMessageIsAFailedCommand() {
        lines.put("POST /api/v1/sessions/shop/messages?wait=sent", "{\"id\":\"3EB0\",\"status\":\"failed\"}");
        assertThat(run("send", "shop", "15550100002", "hello")).isEqualTo(1);
    }

    @Test
    void monitorTellsByItsExitCodeWhetherAllIsWellAndRecovers() {
        lines.put("GET /api/v1/sessions?limit=500", SESSIONS);
        lines.put("GET /metrics", "{\"success\":true,\"metrics\":{\"messagesSent\":7}}");
        lines.put("POST /api/v1/sessions/desk/connect", "{}");
        assertThat(run("monitor", "--once")).isEqualTo(1);
        assertThat(printed.toString()).contains("messagesSent").contains("7");
        assertThat(run("monitor", "--once", "--recover")).isEqualTo(1);
        assertThat(asked).anyMatch(call -> call.startsWith("POST /api/v1/sessions/desk/connect"));
    }

    @Test
    void diagnosisThatFindsSomethingIsAFailedCommand() {
        lines.put(
                "GET /api/v1/sessions/shop/diagnosis?recipient=15550100002",
                "{\"healthy\":false,\"level\":\"Warning\",\"checks\":[{\"name\":\"link\",\"ok\":false,"
                        + "\"detail\":\"It is down.\",\"advice\":\"Connect it.\"}]}");
        assertThat(run("diagnose", "shop", "15550100002")).isEqualTo(1);
        assertThat(printed.toString()).contains("NOT OK").contains("Connect it.");
    }

    @Test
    void uptimeNamesTheCauseOfMostDrops() {
        lines.put(
                "GET /api/v1/connections?limit=500&days=7",
                "{\"items\":[{\"session\":\"shop\",\"state\":\"connected\",\"level\":\"Healthy\",\"period\":{"
                        + "\"uptimePercent\":99.5,\"downSeconds\":60,\"drops\":3,"
                        + "\"dropsByCause\":{\"deaf\":1,\"network-lost\":2}}}]}");
        assertThat(run("uptime")).isZero();
        assertThat(printed.toString()).isEqualTo("""
                session  state      health   uptime  down  drops  mostly
                shop     connected  Healthy  99.5 %  60 s  3      network-lost
                """);
    }

    @Test
    void makesRotatesAndEndsKeys() {
        lines.put("POST /api/v1/api-keys", "{\"id\":\"k1\",\"name\":\"site\",\"role\":\"Agent\",\"key\":\"sbk_once\"}");
        assertThat(run("key", "create", "site", "--session", "shop")).isZero();
        assertThat(printed.toString()).contains("shown this once: sbk_once");
        assertThat(asked.getLast()).endsWith("{\"name\":\"site\",\"role\":\"Agent\",\"sessions\":[\"shop\"]}");
        lines.put("POST /api/v1/api-keys/k1/rotate", "{\"id\":\"k2\",\"key\":\"sbk_next\"}");
        assertThat(run("key", "rotate", "k1", "--overlap", "60")).isZero();
        assertThat(asked.getLast()).endsWith("{\"overlapSeconds\":60}");
        lines.put("DELETE /api/v1/api-keys/k1", "");
        assertThat(run("key", "revoke", "k1")).isZero();
        assertThat(printed.toString()).contains("The key k1 has ended.");
    }

    @Test
    void changesTenantsAndKeepsTheQuotasThatAreNotNamed() {
        lines.put(
                "GET /api/v1/tenants/acme",
                "{\"id\":\"acme\",\"quotas\":{\"sessions\":5,\"messagesPerDay\":null,\"storageBytes\":null}}");
        lines.put("PATCH /api/v1/tenants/acme", "{\"id\":\"acme\",\"name\":\"Acme\",\"timeZone\":\"Asia/Tokyo\"}");
        assertThat(run("tenant", "change", "acme", "--time-zone", "Asia/Tokyo", "--messages-per-day", "100"))
                .isZero();
        assertThat(asked.getLast())
                .endsWith("{\"timeZone\":\"Asia/Tokyo\",\"quotas\":{\"sessions\":5,\"messagesPerDay\":100,"
                        + "\"storageBytes\":null}}");
        assertThat(printed.toString()).contains("Asia/Tokyo");
    }

    @Test
    void changesALogLevelForAWhile() {
        lines.put("PUT /api/v1/log-levels/dev.switchboard", "{}");
        lines.put(
                "GET /api/v1/log-levels",
                "{\"items\":[{\"logger\":\"dev.switchboard\",\"level\":\"debug\",\"until\":\"2026-11-20T18:00:00Z\"}]}");
        assertThat(run("log-level", "debug", "--minutes", "15")).isZero();
        assertThat(asked.getFirst()).endsWith("{\"level\":\"debug\",\"minutes\":15}");
        assertThat(printed.toString()).contains("debug").contains("2026-11-20T18:00:00Z");
    }

    @Test
    void tailPrintsEventsWithoutTexts() {
        lines.put(
                "GET /api/v1/events?session=shop",
                "retry: 1000\n\nid: 1\ndata: {\"time\":\"2026-11-20T10:00:00Z\",\"event\":\"message.received\","
                        + "\"session\":\"shop\",\"data\":{\"id\":\"M1\",\"text\":\"secret\"}}\n\n");
        assertThat(run("tail", "--session", "shop")).isZero();
        assertThat(printed.toString())
                .contains("message.received")
                .contains("M1")
                .doesNotContain("secret");
    }

    @Test
    void healthTellsWhatTheInstallationSuffersFrom() {
        lines.put("GET /health/ready", "{\"status\":\"ok\"}");
        lines.put(
                "GET /health",
                "{\"status\":\"warning\",\"uptime\":61,\"warnings\":[{\"code\":\"backup_overdue\","
                        + "\"detail\":\"No backup since Monday.\",\"advice\":\"Look there.\"}]}");
        assertThat(run("health")).isZero();
        assertThat(printed.toString()).contains("warning: No backup since Monday. Look there.");
    }

    @Test
    void tellsWhatTheGatewayRefused() {
        assertThat(run("cleanup")).isEqualTo(1);
        assertThat(failure).isEqualTo("the gateway answered 404: There is no such thing. (advice: Look again.)");
    }

    @Test
    void tellsThatNothingAnswers() {
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThat(run("health")).isEqualTo(1);
        assertThat(failure).contains("nothing answers at http://127.0.0.1:" + port);
    }
}
