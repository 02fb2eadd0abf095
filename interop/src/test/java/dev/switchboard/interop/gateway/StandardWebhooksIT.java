// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.app.JsonHttp;
import dev.switchboard.gateway.GatewayApplication;
import dev.switchboard.gateway.RunningGateway;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.testkit.node.NodeProject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Webhooks as the library of the Standard Webhooks project takes them, by node.
@RequiresProgram({"node", "npm"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StandardWebhooksIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunningGateway gateway;
    private JsonHttp api;
    private Process receiver;
    private BufferedReader said;
    private PrintWriter tell;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        gateway = GatewayApplication.start(GatewayConfig.builder(folder)
                .port(0)
                .demo(true)
                .outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofMinutes(1)))
                .build());
        api = JsonHttp.plain(gateway.uri(), Map.of());
        receiver = NodeProject.ofCheckout()
                .script("webhooks.mjs", List.of())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = receiver.inputReader(StandardCharsets.UTF_8);
        tell = new PrintWriter(receiver.outputWriter(StandardCharsets.UTF_8), true);
    }

    @AfterAll
    void stop() {
        receiver.destroy();
        api.close();
        gateway.close();
    }

    private JsonNode line() throws IOException {
        var line = said.readLine();
        assertThat(line).as("a line of the receiver").isNotNull();
        return JSON.readTree(line);
    }

    private void trust(String secret) throws IOException {
        tell.println(secret);
        assertThat(line().path("secrets").isNumber()).isTrue();
    }

    private static List<String> of(JsonNode request, String field) {
        var found = new ArrayList<String>();
        request.path(field).forEach(one -> found.add(one.isNull() ? "no" : one.asText()));
        return found;
    }

    @Test
    void libraryVerifiesEveryRequestAlsoWhileTheSecretIsRotated() throws IOException {
        var url = "http://127.0.0.1:" + line().path("port").asInt() + "/";
        var made = api.post("/api/v1/webhooks", Map.of("url", url, "events", List.of("session.created")))
                .orFail("making a webhook")
                .body();
        trust(made.path("secret").asText());
        trust("whsec_" + "b3RoZXJzLXNlY3JldC1vdGhlcnMtc2VjcmV0");

        api.post("/api/v1/sessions", Map.of("id", "one", "connect", false)).orFail("making a session");
        var first = line();
        assertThat(of(first, "verified")).containsExactly("session.created", "no");
        assertThat(of(first, "changedBody")).containsOnly("no");
        assertThat(of(first, "changedId")).containsOnly("no");

        var path = "/api/v1/webhooks/" + made.path("id").asText();
        var rotated = api.post(path + "/rotate-secret", Map.of("overlapSeconds", 3_600))
                .orFail("rotating the secret")
                .body();
        trust(rotated.path("secret").asText());
        api.post("/api/v1/sessions", Map.of("id", "two", "connect", false)).orFail("making a session");
        assertThat(of(line(), "verified")).containsExactly("session.created", "no", "session.created");

        api.send("POST", path + "/test", null, null).orFail("a test call");
        assertThat(of(line(), "verified")).containsExactly("webhook.test", "no", "webhook.test");
    }
}
