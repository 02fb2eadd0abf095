// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.wire.stanza.ClientVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientVersionsIT {

    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private volatile String worker = "self.x={\\\"client_revision\\\":1044000001}";
    private volatile int status = 200;

    @BeforeEach
    void startTheWeb() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/sw.js", exchange -> {
            asked.incrementAndGet();
            byte[] body = worker.getBytes(StandardCharsets.UTF_8);
            boolean polite = "none".equals(exchange.getRequestHeaders().getFirst("sec-fetch-site"));
            exchange.sendResponseHeaders(polite ? status : 400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopTheWeb() {
        server.stop(0);
    }

    private ClientVersions versions(Optional<ProxySettings> proxy) {
        URI source = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sw.js");
        return ClientVersions.learntFrom(source, proxy, clock);
    }

    @Test
    void learnsTheVersionAndKeepsItForADay() {
        ClientVersions versions = versions(Optional.empty());
        assertThat(versions.get()).isEqualTo(new ClientVersion(2, 3000, 1044000001));
        worker = "\"client_revision\":1044000002";
        clock.advance(Duration.ofHours(23));
        assertThat(versions.get()).isEqualTo(new ClientVersion(2, 3000, 1044000001));
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofHours(1));
        assertThat(versions.get()).isEqualTo(new ClientVersion(2, 3000, 1044000002));
    }

    @Test
    void claimsThePinnedVersionWhenNoneIsTold() {
        worker = "nothing of interest";
        assertThat(versions(Optional.empty()).get()).isEqualTo(ClientVersions.PINNED);
        status = 503;
        worker = "\"client_revision\":1044000002";
        assertThat(versions(Optional.empty()).get()).isEqualTo(ClientVersions.PINNED);
    }

    @Test
    void asksAgainSoonAfterAFailure() {
        ClientVersions versions = versions(Optional.empty());
        status = 503;
        assertThat(versions.get()).isEqualTo(ClientVersions.PINNED);
        status = 200;
        assertThat(versions.get()).isEqualTo(ClientVersions.PINNED);
        clock.advance(Duration.ofMinutes(15));
        assertThat(versions.get()).isEqualTo(new ClientVersion(2, 3000, 1044000001));
    }

    @Test
    void asksAnewWhenTheVersionWasRefused() {
        ClientVersions versions = versions(Optional.empty());
        ClientVersion refused = versions.get();
        versions.refused(ClientVersion.parse("2.3000.1"));
        versions.get();
        assertThat(asked).hasValue(1);
        versions.refused(refused);
        versions.get();
        assertThat(asked).hasValue(2);
    }

    @Test
    void neverGoesAroundAProxy() {
        for (String proxy : new String[] {"http://127.0.0.1:1", "socks5://127.0.0.1:1", "socks5://u:p@127.0.0.1:1"}) {
            assertThat(versions(Optional.of(ProxySettings.parse(proxy))).get()).isEqualTo(ClientVersions.PINNED);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void anOwnerMaySetTheVersion() {
        ClientVersion set = new ClientVersion(2, 3000, 7);
        assertThat(ClientVersions.fixed(set).get()).isEqualTo(set);
    }
}
