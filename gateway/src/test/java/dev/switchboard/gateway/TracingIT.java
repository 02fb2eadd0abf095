// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.settings.TraceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import tools.jackson.databind.JsonNode;

/// Traces as a collector receives them, read by field numbers of OTLP.
class TracingIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final FakeNetwork network = new FakeNetwork();
    private HttpServer collector;
    private Harness harness;

    private record Received(
            String trace, String id, String parent, String name, long start, long end, String attributes) {}

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", this::take);
        collector.start();
        URI endpoint = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
        harness = Harness.start(
                folder,
                network,
                config -> config.traces(new TraceSettings(Optional.of(endpoint), 1)),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(body), 1)) {
            for (UnknownFieldSet scope : messages(resource, 2)) {
                messages(scope, 2).forEach(span -> spans.add(read(span)));
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .map(TracingIT::parsed)
                .toList();
    }

    private static UnknownFieldSet parsed(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Received read(UnknownFieldSet span) {
        return new Received(
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                text(span, 5),
                span.getField(7).getFixed64List().getFirst(),
                span.getField(8).getFixed64List().getFirst(),
                messages(span, 9).toString());
    }

    private static String hex(UnknownFieldSet span, int field) {
        return span.getField(field).getLengthDelimitedList().stream()
                .map(bytes -> HexFormat.of().formatHex(bytes.toByteArray()))
                .findFirst()
                .orElse("");
    }

    private static String text(UnknownFieldSet span, int field) {
        return span.getField(field).getLengthDelimitedList().getFirst().toStringUtf8();
    }

    private Received named(String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .filter(span -> span.trace().equals(TRACE))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans));
    }

    @Test
    void aMessageIsTracedFromTheRequestThroughTheOutboxToTheNetworksAcknowledgement() {
        network.mode = FakeNetwork.Mode.HOLD;
        FakeLink link = harness.linked("a");
        String id = harness.call("POST", "/api/v1/sessions/a/messages")
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                .body("{\"to\":\"15550100002\",\"text\":\"very secret\"}")
                .send()
                .text("/id");
        link.awaitHeld(id);
        link.progresses(id, network.sent.getFirst().to(), dev.switchboard.gateway.provider.Delivery.SENT);
        Harness.eventually(
                "sent",
                () -> harness.get("/api/v1/sessions/a/messages/" + id)
                        .text("/status")
                        .equals("sent"));
        harness.close();

        Received request = named("POST /api/v1/sessions/{id}/messages");
        Received message = named("send message");
        Received outbox = named("outbox");
        Received acknowledged = named("network");
        assertThat(request.parent()).isEqualTo(CALLER);
        assertThat(message.parent()).isEqualTo(request.id());
        assertThat(outbox.parent()).isEqualTo(message.id());
        assertThat(acknowledged.parent()).isEqualTo(message.id());
        assertThat(outbox.start()).isLessThanOrEqualTo(acknowledged.end());
        assertThat(acknowledged.end()).isEqualTo(message.end());
        assertThat(message.attributes()).contains(id);
        assertThat(spans.toString()).doesNotContain("15550100002", "very secret");
    }

    @Test
    void whatIsLoggedWhileARequestIsAnsweredHasItsTrace() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger mvc = context.getLogger("org.springframework.web.servlet.mvc.method.annotation");
        StructuredLogEncoder ecs = new StructuredLogEncoder();
        ecs.setContext(context);
        ecs.setFormat("ecs");
        ecs.start();
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        AppenderBase<ILoggingEvent> keeping = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(new String(ecs.encode(event), StandardCharsets.UTF_8));
            }
        };
        keeping.setContext(context);
        keeping.start();
        Level level = mvc.getLevel();
        mvc.setAdditive(false);
        mvc.setLevel(Level.DEBUG);
        mvc.addAppender(keeping);
        try {
            harness.call("GET", "/api/v1/sessions")
                    .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                    .send();
        } finally {
            mvc.detachAppender(keeping);
            mvc.setLevel(level);
            mvc.setAdditive(true);
        }
        harness.close();
        Received request = named("GET /api/v1/sessions");
        assertThat(lines).anySatisfy(line -> {
            JsonNode json = Harness.JSON.readTree(line);
            assertThat(json.at("/trace/id").asString("")).isEqualTo(TRACE);
            assertThat(json.at("/span/id").asString("")).isEqualTo(request.id());
        });
    }

    @Test
    void aRefusedMessageEndsItsSpanWithTheReason() {
        network.mode = FakeNetwork.Mode.REJECT;
        network.failure = Optional.of(new Failure("rate-limited", true, "Later."));
        harness.linked("a");
        harness.call("POST", "/api/v1/sessions/a/messages?wait=sent")
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                .body("{\"to\":\"15550100002\",\"text\":\"hi\"}")
                .send();
        harness.close();
        assertThat(named("send message").attributes()).contains("rate-limited");
    }
}
