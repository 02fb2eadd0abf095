// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.access.OneTimeCodes;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A day in the life of a gateway with every logger at TRACE; then the whole log and every column of the database are
/// searched for each secret that was used.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsIT {
    private static final String PASSWORD = "a password of long words";
    private static final String SAID = "confidential words sent";
    private static final String HEARD = "confidential words received";
    private static final String HEADER = "header-secret-0815-value";

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private Path folder;
    private String database = "";

    /// Keeps every line with its stack trace.
    private final class Keeping extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getLoggerName() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @BeforeAll
    void live(@TempDir Path temporary) throws Exception {
        folder = temporary;
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Keeping keeping = new Keeping();
        keeping.setContext(context);
        HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        List<ch.qos.logback.core.Appender<ILoggingEvent>> before = new java.util.ArrayList<>();
        Level level = Level.INFO;
        try (Harness harness = Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.logLevel("debug")
                        .outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofSeconds(10))))) {
            level = root.getLevel();
            root.iteratorForAppenders().forEachRemaining(before::add);
            keeping.start();
            root.addAppender(keeping);
            before.forEach(root::detachAppender); // the lines are for this test only
            root.setLevel(Level.TRACE);
            context.getLogger("dev.switchboard").setLevel(Level.TRACE);
            use(harness, "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
            database = Tables.dump(folder);
        } finally {
            root.setLevel(level);
            context.getLogger("dev.switchboard").setLevel(Level.INFO);
            root.detachAppender(keeping);
            before.forEach(root::addAppender);
            receiver.stop(0);
        }
    }

    @AfterAll
    void forget() {
        log.clear();
    }

    private void use(Harness harness, String hook) {
        secrets.put("first key", harness.key);
        secrets.put("password", PASSWORD);
        secrets.put("custom header", HEADER);
        Answer key = harness.post("/api/v1/api-keys", "{\"name\":\"k\",\"role\":\"Agent\"}");
        secrets.put("api key", key.text("/key"));
        harness.call("GET", "/api/v1/sessions").key(key.text("/key")).send();
        secrets.put("wrong key", "sbk_this-was-a-typo-of-a-real-key");
        harness.call("GET", "/api/v1/sessions").key(secrets.get("wrong key")).send();
        Answer hooked = harness.post(
                "/api/v1/webhooks",
                "{\"url\":\"" + hook + "\",\"events\":[\"*\"],\"headers\":{\"X-Token\":\"" + HEADER + "\"}}");
        assertThat(hooked.status()).as(hooked.body()).isEqualTo(201);
        secrets.put("webhook secret", hooked.text("/secret"));
        logIn(harness);
        FakeLink link = harness.linked("secret-one");
        Answer sent = harness.post(
                "/api/v1/sessions/secret-one/messages", "{\"to\":\"15550100002\",\"text\":\"" + SAID + "\"}");
        Harness.eventually(
                "sent",
                () -> harness.get("/api/v1/sessions/secret-one/messages/" + sent.text("/id"))
                        .text("/status")
                        .equals("sent"));
        link.receives("SECRET1", Jid.pn("15550100002"), HEARD);
        harness.post("/api/v1/sessions/secret-one/messages", "{\"to\":\"nobody\",\"text\":\"" + SAID + "\"}");
        harness.post("/api/v1/sessions/secret-one/messages", "{\"to\":\"15550100002\",\"text\":\"" + SAID + "\",");
        Harness.eventually(
                "delivered",
                () -> harness.get("/api/v1/webhooks/" + hooked.text("/id") + "/deliveries?state=delivered")
                        .body()
                        .contains("message.received"));
    }

    private void logIn(Harness harness) {
        harness.post(
                "/api/v1/users",
                "{\"login\":\"ada@example.com\",\"role\":\"Admin\",\"password\":\"" + PASSWORD + "\"}");
        String body = "{\"login\":\"ada@example.com\",\"password\":\"" + PASSWORD + "\"";
        String token = harness.call("POST", "/api/v1/auth/login")
                .noKey()
                .body(body + "}")
                .send()
                .text("/token");
        secrets.put("token", token);
        String seed = bearer(harness, token, "/api/v1/me/totp", "{\"current\":\"" + PASSWORD + "\"}")
                .text("/secret");
        secrets.put("one-time seed", seed);
        String code = OneTimeCodes.shown(seed, Instant.now());
        Answer confirmed = bearer(harness, token, "/api/v1/me/totp/confirm", "{\"code\":\"" + code + "\"}");
        secrets.put("recovery code", confirmed.text("/recoveryCodes/0"));
        String login = body + ",\"code\":\"" + confirmed.text("/recoveryCodes/1") + "\"}";
        secrets.put(
                "second token",
                harness.call("POST", "/api/v1/auth/login")
                        .noKey()
                        .body(login)
                        .send()
                        .text("/token"));
        secrets.put(
                "program token",
                harness.post("/api/v1/tokens", "{\"role\":\"Viewer\"}").text("/token"));
        secrets.values().removeIf(String::isEmpty);
    }

    private static Answer bearer(Harness harness, String token, String path, String body) {
        return harness.call("POST", path)
                .noKey()
                .header("Authorization", "Bearer " + token)
                .body(body)
                .send();
    }

    /// The forms in which a secret could be somewhere.
    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String bare = secret.replaceFirst("^(sbk|whsec)_", "").replace("-", "");
        return Stream.of(
                        secret,
                        bare,
                        HexFormat.of().formatHex(bytes),
                        Base64.getEncoder().withoutPadding().encodeToString(bytes),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .distinct()
                .toList();
    }

    private static void absent(String where, String name, String secret, List<String> lines) {
        for (String form : forms(secret)) {
            List<String> found =
                    lines.stream().filter(line -> line.contains(form)).limit(3).toList();
            assertThat(found).as(name + " in the " + where).isEmpty();
        }
    }

    @Test
    void noSecretIsInTheLog() {
        List<String> lines = List.copyOf(log);
        assertThat(lines).as("the log was kept").hasSizeGreaterThan(100);
        secrets.forEach((name, secret) -> absent("log", name, secret, lines));
    }

    @Test
    void noTextOfAMessageIsInTheLog() {
        List<String> lines = List.copyOf(log);
        absent("log", "text sent", SAID, lines);
        absent("log", "text received", HEARD, lines);
    }

    @Test
    void noSecretIsInTheDatabase() {
        List<String> values = database.lines().toList();
        assertThat(database).as("the dump has what is no secret").contains("secret-one", SAID);
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(9);
        secrets.forEach((name, secret) -> absent("database", name, secret, values));
    }

    @Test
    void aSecretThatLeaksIsFound() throws IOException {
        String key = String.valueOf(secrets.get("api key"));
        org.junit.jupiter.api.Assertions.assertThrows(
                AssertionError.class, () -> absent("log", "api key", key, List.of("request with " + key)));
        org.junit.jupiter.api.Assertions.assertThrows(
                AssertionError.class,
                () -> absent(
                        "database",
                        "api key",
                        key,
                        List.of("t.c: " + HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8)))));
    }
}
