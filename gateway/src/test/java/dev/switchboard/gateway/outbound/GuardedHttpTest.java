// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.gateway.outbound.OutboundAnswer.Answered;
import dev.switchboard.gateway.outbound.OutboundAnswer.Reason;
import dev.switchboard.gateway.outbound.OutboundAnswer.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedHttpTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicReference<String> seen = new AtomicReference<>("");
    private HttpServer server;
    private GuardedHttp open;
    private GuardedHttp strict;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        open = new GuardedHttp(AddressRules.allowing(List.of("127.0.0.1/32")), GuardedHttpTest::resolve);
        strict = new GuardedHttp(AddressRules.allowing(List.of()), GuardedHttpTest::resolve);
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        open.close();
        strict.close();
        server.stop(0);
    }

    /// Names of the tests' own; one of them leads to two places.
    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "here.test", "127.0.0.1" -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
            case "two-faced.test" ->
                new InetAddress[] {InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("10.0.0.1")};
            case "metadata.test" -> new InetAddress[] {InetAddress.ofLiteral("169.254.169.254")};
            default -> throw new UnknownHostException(host);
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        received.set(exchange.getRequestBody().readAllBytes().length);
        seen.set(exchange.getRequestHeaders().getFirst("Host") + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/loop" -> redirect(exchange, "/loop");
            case "/away" -> redirect(exchange, "http://metadata.test/latest");
            case "/file" -> redirect(exchange, "file:///etc/passwd");
            case "/once" -> redirect(exchange, "http://here.test:" + port() + "/end");
            case "/slow" -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                hold();
            }
            case "/long" -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(new byte[5_000]);
            }
            case "/stated" -> {
                exchange.sendResponseHeaders(200, 5_000);
                exchange.getResponseBody().write(new byte[5_000]);
            }
            default -> {
                byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
        exchange.close();
    }

    private void hold() {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private OutboundAnswer get(GuardedHttp http, String address) {
        return http.exchange(OutboundRequest.get(URI.create(address), 1_000, LIMIT));
    }

    private String here(String path) {
        return "http://here.test:" + port() + path;
    }

    @Test
    void fetchesFromAnAddressThatIsAllowed() throws IOException {
        try (Answered answer = (Answered) get(open, here("/x"))) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).contains("text/plain");
            assertThat(answer.body().readAllBytes()).asString().isEqualTo("hello");
        }
        assertThat(seen.get()).startsWith("here.test:" + port());
    }

    @Test
    void connectsToNoPrivateAddressWhateverItIsCalled() {
        for (String address : List.of(
                here("/"), "http://127.0.0.1:" + port() + "/", "http://metadata.test/", "http://two-faced.test/")) {
            assertThat(get(strict, address)).as(address).isEqualTo(new Refused(Reason.FORBIDDEN_ADDRESS));
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void oneForbiddenAddressOfANameIsEnough() {
        assertThat(get(open, "http://two-faced.test:" + port() + "/")).isEqualTo(new Refused(Reason.FORBIDDEN_ADDRESS));
        assertThat(requests).hasValue(0);
    }

    @Test
    void checksEveryRedirect() throws IOException {
        assertThat(get(open, here("/away"))).isEqualTo(new Refused(Reason.FORBIDDEN_ADDRESS));
        assertThat(get(open, here("/file"))).isEqualTo(new Refused(Reason.BAD_ADDRESS));
        assertThat(get(open, here("/loop"))).isEqualTo(new Refused(Reason.TOO_MANY_REDIRECTS));
        try (Answered answer = (Answered) get(open, here("/once"))) {
            assertThat(answer.uri().getPath()).isEqualTo("/end");
        }
    }

    @Test
    void keepsCredentialsFromOtherHosts() throws IOException {
        OutboundRequest request = new OutboundRequest(
                "GET",
                URI.create("http://127.0.0.1:" + port() + "/once"),
                Map.of("Authorization", "Bearer secret"),
                Optional.empty(),
                1_000,
                LIMIT,
                5);
        try (Answered answer = (Answered) open.exchange(request)) {
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(seen.get()).startsWith("here.test").endsWith("null");
    }

    @Test
    void takesOnlyAddressesOfTheWeb() {
        for (String address : List.of(
                "file:///etc/passwd", "ftp://here.test/", "gopher://here.test/", "http://user@here.test/", "/x")) {
            assertThat(get(open, address)).as(address).isEqualTo(new Refused(Reason.BAD_ADDRESS));
        }
        assertThat(get(open, "http://nowhere.test/")).isEqualTo(new Refused(Reason.UNKNOWN_HOST));
    }

    @Test
    void readsNoMoreThanAllowed() throws IOException {
        assertThat(get(open, here("/stated"))).isEqualTo(new Refused(Reason.TOO_LARGE));
        try (Answered answer = (Answered) get(open, here("/long"))) {
            assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(OutboundAnswer.TooLarge.class);
        }
    }

    @Test
    void endsWhatTakesTooLong() {
        OutboundAnswer answer =
                open.exchange(OutboundRequest.get(URI.create(here("/slow")), 1_000, Duration.ofMillis(300)));
        if (answer instanceof Answered answered) {
            assertThatThrownBy(() -> answered.body().readAllBytes()).isInstanceOf(IOException.class);
        } else {
            assertThat(answer).isEqualTo(new Refused(Reason.TIMED_OUT));
        }
    }

    @Test
    void sendsBodies() throws IOException {
        byte[] body = new byte[100_000];
        OutboundRequest request = new OutboundRequest(
                "PUT",
                URI.create(here("/put")),
                Map.of(),
                Optional.of(new OutboundRequest.Body(body.length, () -> new java.io.ByteArrayInputStream(body))),
                1_000,
                LIMIT,
                0);
        try (Answered answer = (Answered) open.exchange(request)) {
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(received).hasValue(body.length);
    }
}
