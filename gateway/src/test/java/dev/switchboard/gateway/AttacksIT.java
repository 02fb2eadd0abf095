// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.access.ApiKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What somebody tries who has no right to be here.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttacksIT {
    private static final int WRONG_KEYS = 10_000;
    private static final int AT_ONCE = 50;
    private static final int SLOW = 300;

    private Harness harness;

    @BeforeAll
    void start(@TempDir Path folder) {
        harness = Harness.start(folder);
        harness.linked("x-one");
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    private HttpRequest request(String path, String key) {
        return HttpRequest.newBuilder(harness.uri(path))
                .timeout(Duration.ofSeconds(90))
                .header("X-Api-Key", key)
                .build();
    }

    /// A client at another address of this machine.
    private static HttpClient at(String address) throws IOException {
        return HttpClient.newBuilder()
                .localAddress(InetAddress.getByName(address))
                .build();
    }

    @Test
    void tenThousandWrongKeysAreSlowedDownAndTheRightOneWorksFromElsewhere() throws Exception {
        String fresh = harness.gateway
                .part(ApiKeys.class)
                .issue(
                        new dev.switchboard.gateway.tenant.TenantId("main"),
                        "late",
                        dev.switchboard.gateway.access.Role.VIEWER);
        List<Integer> answers = new ArrayList<>();
        try (HttpClient attacker = at("127.0.0.7");
                HttpClient other = at("127.0.0.8")) {
            for (int sent = 0; sent < WRONG_KEYS; sent += AT_ONCE) {
                int from = sent;
                List<CompletableFuture<HttpResponse<Void>>> batch = IntStream.range(from, from + AT_ONCE)
                        .mapToObj(i -> attacker.sendAsync(
                                request("/api/v1/sessions", "sbk_wrong" + i), BodyHandlers.discarding()))
                        .toList();
                batch.forEach(answer -> answers.add(answer.join().statusCode()));
            }
            assertThat(answers).hasSize(WRONG_KEYS).containsOnly(401, 429);
            assertThat(answers.stream().filter(status -> status == 401)).hasSizeLessThan(3_000);
            HttpResponse<Void> told;
            int more = 0;
            do { // a minute may just have passed, after which some are looked at again
                told = attacker.send(request("/api/v1/sessions", "sbk_wrong"), BodyHandlers.discarding());
            } while (told.statusCode() != 429 && more++ < AT_ONCE * 4);
            assertThat(told.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
            assertThat(other.send(request("/api/v1/sessions", fresh), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(attacker.send(request("/api/v1/sessions", fresh), BodyHandlers.discarding())
                            .statusCode())
                    .as("once it was recognised elsewhere it is remembered")
                    .isEqualTo(200);
        }
        assertThat(harness.get("/api/v1/audit?action=credential.refused&limit=500")
                        .json()
                        .path("items")
                        .size())
                .as("the audit is not flooded")
                .isBetween(1, 10);
    }

    @Test
    void clientsThatSendSlowlyKeepNobodyElseWaitingAndAreLeft() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            InetSocketAddress server =
                    new InetSocketAddress("127.0.0.1", harness.gateway.uri().getPort());
            for (int i = 0; i < SLOW; i++) {
                Socket socket = new Socket();
                socket.connect(server, 60_000);
                socket.setSoTimeout(90_000);
                String begun = i % 2 == 0
                        ? "GET /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nX-A: "
                        : "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + harness.key
                                + "\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{";
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            long began = System.nanoTime();
            assertThat(harness.get("/api/v1/sessions").status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
            for (Socket socket : List.of(slow.get(0), slow.get(1))) {
                byte[] rest = socket.getInputStream().readAllBytes();
                assertThat(new String(rest, StandardCharsets.US_ASCII)).doesNotContain("200 OK", "201");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /// Sends bytes as they are; the answer is all that comes back. Who is refused before all was read may find the
    /// connection reset behind the answer.
    private String raw(String request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket("127.0.0.1", harness.gateway.uri().getPort())) {
            socket.setSoTimeout(90_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (SocketException _) {
                // the answer is there already
            }
            try {
                socket.getInputStream().transferTo(answer);
            } catch (SocketException _) {
                // so it ended there
            }
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void pathsLeadNowhereElse() throws IOException {
        for (String path : List.of(
                "/assets/../../../../etc/passwd",
                "/assets/..%2f..%2f..%2fetc%2fpasswd",
                "/assets/%2e%2e/%2e%2e/master.key",
                "/assets/..;/..;/master.key",
                "/docs/..%5c..%5cmaster.key",
                "//etc/passwd",
                "/media/..%2fmaster.key",
                "/media/%2e%2e%2f%2e%2e%2fswitchboard.db",
                "/api/v1/sessions/..%2f..%2fmaster.key/messages",
                "/api/v1/sessions/x-one/media/..%2f..%2fmaster.key",
                "/api/v1/sessions/x-one/media/%00")) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Api-Key: "
                    + harness.key + "\r\n\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 4").doesNotContain("root:", "SQLite format");
        }
        Answer file = harness.call("POST", "/api/v1/sessions/x-one/media?fileName=..%2F..%2Fescaped.txt")
                .type("text/plain")
                .body("harmless")
                .send();
        assertThat(harness.folder.resolveSibling("escaped.txt")).doesNotExist();
        assertThat(harness.folder.resolve("escaped.txt")).doesNotExist();
        assertThat(file.status()).isNotEqualTo(500);
    }

    @Test
    void valuesCannotBecomeHeadersOrLines() throws IOException {
        Answer webhook = harness.post(
                "/api/v1/webhooks",
                "{\"url\":\"https://example.com/\",\"events\":[\"*\"],\"headers\":{\"X-A\":\"b\\r\\nX-Evil: 1\"}}");
        assertThat(webhook.status()).as(webhook.body()).isEqualTo(400);
        for (String id : List.of("a\\r\\nX-Evil: 1", "a\\u0000b", "../x", "a b", "<script>")) {
            assertThat(harness.post("/api/v1/sessions", "{\"id\":\"" + id + "\"}")
                            .status())
                    .as(id)
                    .isEqualTo(400);
        }
        for (String path : List.of(
                "/api/v1/sessions/x%0d%0aX-Evil:%201",
                "/%0d%0aX-Evil:%201", "/media/%0d%0aX-Evil:1?x=%0d%0aX-Evil:1")) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Api-Key: "
                    + harness.key + "\r\n\r\n");
            assertThat(answer.lines().filter(line -> line.startsWith("X-Evil")))
                    .as(path)
                    .isEmpty();
        }
        String twoLengths = raw("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + harness.key
                + "\r\nContent-Length: 2\r\nContent-Length: 30\r\nConnection: close\r\n\r\n{}");
        assertThat(twoLengths).startsWith("HTTP/1.1 400");
        String smuggled = raw(
                "POST /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /api/v1/sessions HTTP/1.1\r\n\r\n");
        assertThat(smuggled.split("HTTP/1.1 ", -1)).as("one answer").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void jsonIsTakenAsItIsOrNotAtAll() {
        String base = "/api/v1/sessions/x-one/messages";
        assertThat(harness.post(base, "{\"to\":\"15550100002\",\"text\":\"a\",\"to\":\"15550100003\"}")
                        .status())
                .as("a name twice")
                .isIn(202, 400);
        assertThat(harness.post(base, "{\"to\":{\"$ne\":1},\"text\":\"a\"}").status())
                .isEqualTo(400);
        assertThat(harness.post(base, "[".repeat(50_000)).status()).as("deep").isEqualTo(400);
        assertThat(harness.post(base, "{\"to\":\"15550100002\",\"text\":" + "9".repeat(5_000) + "}")
                        .status())
                .as("a long number")
                .isEqualTo(400);
        assertThat(harness.post(base, "{\"@class\":\"java.lang.Runtime\",\"to\":\"15550100002\",\"text\":\"a\"}")
                        .status())
                .isEqualTo(400);
        String quoted = "x', (SELECT value FROM installation)) --";
        Answer taken = harness.post(base, "{\"to\":\"15550100002\",\"text\":\"" + quoted + "\"}");
        assertThat(taken.text("/message/text")).isEqualTo(quoted);
        assertThat(harness.get("/api/v1/sessions/x-one/messages/search?q=%27%20OR%201%3D1%20--")
                        .status())
                .isNotEqualTo(500);
        assertThat(harness.get("/api/v1/audit?action=%27%20OR%20%271%27%3D%271")
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void longHeadersAndAddressesAreRefusedWithoutHarm() throws IOException {
        String long8k = "a".repeat(70_000);
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + long8k + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("GET /" + long8k + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(harness.get("/api/v1/sessions").status()).isEqualTo(200);
    }
}
