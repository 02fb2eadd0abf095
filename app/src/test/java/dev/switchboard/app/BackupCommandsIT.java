// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.gateway.GatewayApplication;
import dev.switchboard.gateway.RunningGateway;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.NetworkSettings;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.storage.DatabaseUrl;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxConfig;
import dev.switchboard.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Backups, restores, moved sessions, exchanged keys and verified audits, as an operator types them; that the keys of a
/// session came along is told by phones of the sandbox, which read what it sends.
class BackupCommandsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String FRIEND = "15550100002";

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private JsonHttp network;

    /// What a command ended with.
    private record Ran(int code, String out, String err) {
        JsonNode json() {
            try {
                return JsonHttp.JSON.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError(out + err, e);
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxConfig.builder().port(0).build());
        Files.writeString(at("ca.pem"), sandbox.caPem());
        network = JsonHttp.trusting(sandbox.adminUri(), at("ca.pem"));
        for (String phone : List.of("15550100001", FRIEND, "15550100003")) {
            network.post("/admin/accounts", Map.of("phone", phone)).orFail("making a phone");
        }
        Files.writeString(at("passphrase"), "a passphrase of the test\n");
    }

    @AfterEach
    void stop() {
        network.close();
        sandbox.close();
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands =
                Main.commands(Map::of).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = commands.execute(arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private static Ran done(String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    private static void fails(String with, String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains(with).doesNotContain("\tat ");
    }

    /// A gateway on the sandbox's network, and the commands that ask it.
    private final class Place implements AutoCloseable {
        private final RunningGateway gateway;
        private final JsonHttp api;

        Place(Path data, Optional<DatabaseUrl> database) throws IOException {
            gateway = GatewayApplication.start(GatewayConfig.builder(data)
                    .port(0)
                    .database(database)
                    .network(NetworkSettings.of(
                            sandbox.chatUri(), sandbox.noiseRoot().hex(), Optional.of(at("ca.pem"))))
                    .limits(SendLimits.OFF)
                    .build());
            if (!Files.exists(at("key"))) {
                Files.copy(data.resolve("admin-key"), at("key"));
            }
            api = JsonHttp.plain(
                    gateway.uri(),
                    Map.of("X-Api-Key", Files.readString(at("key")).strip()));
        }

        private String[] asked(String... arguments) {
            return java.util.stream.Stream.concat(
                            java.util.Arrays.stream(arguments),
                            java.util.stream.Stream.of(
                                    "--url",
                                    gateway.uri().toString(),
                                    "--key-file",
                                    at("key").toString()))
                    .toArray(String[]::new);
        }

        void link(String session, String phone) {
            api.post("/api/v1/sessions", Map.of("id", session)).orFail("making a session");
            api.send("POST", "/api/v1/sessions/" + session + "/connect", null, null)
                    .orFail("connecting");
            awaitState(session, "awaiting_scan");
            String qr = api.get("/api/v1/sessions/" + session + "/qr?format=text")
                    .orFail("the code")
                    .text();
            network.postText("/admin/mock-phone/scan-qr?account=" + phone, qr.strip())
                    .orFail("scanning");
            awaitState(session, "connected");
        }

        void awaitState(String session, String state) {
            await(
                    session + " is " + state,
                    () -> api.get("/api/v1/sessions/" + session)
                            .body()
                            .path("state")
                            .asText()
                            .equals(state));
        }

        /// Sends by the command; the friend's phone has to be able to read it.
        void isUnderstood(String session, String text) {
            awaitState(session, "connected");
            String id = done(asked("send", session, FRIEND, text, "--json"))
                    .json()
                    .path("id")
                    .asText();
            await(
                    text,
                    () -> network.get("/admin/accounts/" + FRIEND + "/messages?limit=1000")
                            .body()
                            .valueStream()
                            .anyMatch(message -> message.path("id").asText().equals(id)
                                    && message.path("text").asText().equals(text)));
        }

        String messages(String session) {
            return api.get("/api/v1/sessions/" + session + "/messages")
                    .orFail("messages")
                    .text();
        }

        @Override
        public void close() {
            api.close();
            gateway.close();
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not in time: " + what).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static String freshDatabase() throws SQLException {
        boolean demanded = "1".equals(System.getenv("SWITCHBOARD_REQUIRE_PROGRAMS"));
        assumeTrue(demanded || PostgresServer.isAvailable(), "program not on this machine: postgresql");
        String url = PostgresServer.shared().url();
        DatabaseUrl server = DatabaseUrl.parse(url);
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.name(),
                        server.user(),
                        server.password().orElse(""));
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE commands TEMPLATE template0");
        }
        URI parts = URI.create(url);
        return url.substring(0, url.length() - parts.getRawPath().length()) + "/commands";
    }

    @Test
    void installationsAndSessionsMoveBetweenDatabasesAndHostsAndKeepTheirKeys() throws Exception {
        String database = freshDatabase();
        String first = at("a").toString();
        String second = at("b").toString();
        String sealed = at("all.swb").toString();
        String again = at("again.swb").toString();
        String moved = at("mover.swb").toString();
        String passphrase = at("passphrase").toString();
        String recipient = done("backup-key", at("identity").toString()).out().strip();

        try (Place a = new Place(at("a"), Optional.empty())) {
            a.link("shop", "15550100001");
            a.isUnderstood("shop", "from the first host");
            done(a.asked("backup", sealed, "--recipient", recipient));
            fails("there already", a.asked("backup", sealed, "--recipient", recipient));
            fails("say what to seal with", a.asked("backup", again));
            a.link("mover", "15550100003");
            a.isUnderstood("mover", "before it moves");
            done(a.asked("export-session", "mover", moved, "--passphrase-file", passphrase));
            JsonNode verdict = done(a.asked("audit", "verify", "--json")).json();
            assertThat(verdict.findValues("verified")).isNotEmpty().allMatch(JsonNode::asBoolean);
            fails("in use", "rekey", "--data", first);
        }
        done("audit", "verify", "--data", first);

        String identity = at("identity").toString();
        JsonNode looked = done("restore", sealed, "--check", "--identity-file", identity, "--json")
                .json();
        assertThat(looked.path("kind").asText()).isEqualTo("all");
        fails("backup", "restore", sealed, "--data", second, "--passphrase-file", passphrase);
        fails("--replace", "restore", sealed, "--data", first, "--identity-file", identity);
        String[] there = {"--data", second, "--database-url", database};
        done("restore", sealed, "--identity-file", identity, there[0], there[1], there[2], there[3]);
        assertThat(done("rekey", "--json", there[0], there[1], there[2], there[3])
                        .json()
                        .path("keys")
                        .asInt())
                .isEqualTo(1);
        done("audit", "verify", "--database-url", database);
        assertThat(at("b").resolve("switchboard.db")).doesNotExist();

        try (Place b = new Place(at("b"), Optional.of(DatabaseUrl.parse(database)))) {
            b.isUnderstood("shop", "from the second host");
            assertThat(b.messages("shop")).contains("from the first host");
            done(b.asked("import-session", moved, "--passphrase-file", passphrase, "--id", "moved"));
            b.api.send("POST", "/api/v1/sessions/moved/connect", null, null).orFail("connecting");
            b.isUnderstood("moved", "after it moved");
            assertThat(b.messages("moved")).contains("before it moves");
            done(b.asked("audit", "verify"));
            done(b.asked("backup", again, "--passphrase-file", passphrase));
        }

        JsonNode put = done("restore", again, "--passphrase-file", passphrase, "--data", first, "--replace", "--json")
                .json();
        assertThat(Path.of(put.path("former").asText())).isRegularFile();
        assertThat(done("rekey", "--data", first).out()).contains("1 keys are wrapped anew");
        try (Place home = new Place(at("a"), Optional.empty())) {
            home.isUnderstood("shop", "home again");
            home.isUnderstood("moved", "both of us");
            assertThat(home.messages("shop")).contains("from the second host");
        }
        done("audit", "verify", "--data", first);
    }
}
