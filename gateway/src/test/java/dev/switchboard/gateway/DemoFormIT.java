// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.PortRole;
import dev.switchboard.gateway.settings.RolePort;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFormIT {
    @TempDir
    static Path folder;

    private static Harness harness;

    @BeforeAll
    static void start() {
        harness = Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.demo(true)
                        .morePorts(List.of(new RolePort(0, PortRole.SESSIONS), new RolePort(0, PortRole.CLIENTS))));
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    /// A request with headers that ordinary clients do not let one set; the answer is the status line's number.
    private static int raw(String path, String... headers) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", harness.gateway.port())) {
            StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nConnection: close\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            try (BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                return Integer.parseInt(answer.readLine().split(" ")[1]);
            }
        }
    }

    private static String own() {
        return "Host: 127.0.0.1:" + harness.gateway.port();
    }

    private static String[] upgrade(String... more) {
        String[] headers = new String[more.length + 4];
        headers[0] = "Upgrade: websocket";
        headers[1] = "Connection: Upgrade";
        headers[2] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        headers[3] = "Sec-WebSocket-Version: 13";
        System.arraycopy(more, 0, headers, 4, more.length);
        return headers;
    }

    @Test
    void whoSendsNoCredentialIsTheOwner() {
        assertThat(harness.call("GET", "/api/v1/sessions").noKey().send().status())
                .isEqualTo(200);
        assertThat(harness.call("GET", "/health").noKey().send().json().has("clients"))
                .isTrue();
    }

    @Test
    void documentedExamplesAreTheOwnerAndOtherWrongCredentialsAreNot() {
        for (String example : List.of("token", "<token>", "your-api-key-here")) {
            assertThat(harness.call("GET", "/api/v1/sessions")
                            .noKey()
                            .header("Authorization", "Bearer " + example)
                            .send()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(harness.call("GET", "/api/v1/sessions").key("wrong").send().status())
                .isEqualTo(401);
    }

    @Test
    void refusesForeignHostNames() throws Exception {
        int port = harness.gateway.port();
        assertThat(raw("/api/v1/sessions", own())).isEqualTo(200);
        assertThat(raw("/api/v1/sessions", "Host: localhost:" + port)).isEqualTo(200);
        assertThat(raw("/api/v1/sessions", "Host: [::1]:" + port)).isEqualTo(200);
        assertThat(raw("/api/v1/sessions", "Host: LOCALHOST")).isEqualTo(200);
        for (String host : List.of("evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "10.0.0.1", "")) {
            assertThat(raw("/api/v1/sessions", "Host: " + host)).as(host).isIn(400, 403);
            assertThat(raw("/health", "Host: " + host)).as(host).isIn(400, 403);
        }
    }

    @Test
    void refusesForeignPages() throws Exception {
        int port = harness.gateway.port();
        assertThat(raw("/api/v1/sessions", own(), "Origin: http://127.0.0.1:" + port))
                .isEqualTo(200);
        assertThat(raw("/api/v1/sessions", own(), "Sec-Fetch-Site: same-origin"))
                .isEqualTo(200);
        for (String origin : List.of(
                "https://evil.example",
                "null",
                "http://127.0.0.1:" + (port + 1),
                "http://127.0.0.1",
                "http://localhost:" + port + ".evil.example")) {
            assertThat(raw("/api/v1/sessions", own(), "Origin: " + origin))
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(raw("/api/v1/sessions", own(), "Sec-Fetch-Site: cross-site")).isEqualTo(403);
    }

    @Test
    void refusesForeignSockets() throws Exception {
        String path = "/api/v1/events/ws";
        assertThat(raw(path, upgrade(own()))).isEqualTo(101);
        assertThat(raw(path, upgrade(own(), "Origin: http://127.0.0.1:" + harness.gateway.port())))
                .isEqualTo(101);
        assertThat(raw(path, upgrade(own(), "Origin: https://evil.example"))).isEqualTo(403);
        assertThat(raw(path, upgrade(own(), "Sec-Fetch-Site: cross-site"))).isEqualTo(403);
        assertThat(raw(path, upgrade("Host: evil.example"))).isEqualTo(403);
    }

    @Test
    void defaultSessionWaitsForItsScan() {
        assertThat(harness.get("/api/v1/sessions/default").text("/state")).isEqualTo("awaiting_scan");
    }

    @Test
    void everyPortHasItsShapeOfHealth() throws Exception {
        assertThat(harness.get("/health").json().get("timestamp").isNumber()).isTrue();
        assertThat(harness.gateway.port(PortRole.SESSIONS)).isNotEqualTo(harness.gateway.port());
        String sessions = new String(
                java.net
                        .URI
                        .create("http://127.0.0.1:" + harness.gateway.port(PortRole.SESSIONS) + "/health")
                        .toURL()
                        .openStream()
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(Harness.JSON.readTree(sessions).get("timestamp").asString()).matches("\\d{4}-.*Z");
        assertThat(Harness.JSON.readTree(sessions).has("websocketClients")).isTrue();
        String clients = new String(
                java.net
                        .URI
                        .create("http://127.0.0.1:" + harness.gateway.port(PortRole.CLIENTS) + "/health")
                        .toURL()
                        .openStream()
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(Harness.JSON.readTree(clients).at("/clients/total").asInt()).isPositive();
    }

    @Test
    void refusesToStartWhereOthersCanReachIt() {
        GatewayConfig.Builder open = GatewayConfig.builder(folder).demo(true).host("0.0.0.0");
        assertThatThrownBy(open::build).isInstanceOf(ConfigurationRefused.class).hasMessageContaining("loopback");
    }

    @Test
    void secondGatewayOnTheFolderIsRefused() {
        assertThatThrownBy(() -> Harness.start(folder))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("in use");
    }
}
