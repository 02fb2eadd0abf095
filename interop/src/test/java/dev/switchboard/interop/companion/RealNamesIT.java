// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.Companion;
import dev.switchboard.client.CompanionConfig;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.ClientEvent.LinkStateChanged;
import dev.switchboard.client.event.ClientEvent.QrOffered;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.network.ProxySettings;
import dev.switchboard.client.store.InMemoryDeviceStore;
import dev.switchboard.interop.Journal;
import dev.switchboard.interop.admin.SandboxAdmin;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxConfig;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The sandbox poses as the real network, under its names, behind a proxy: the client goes to the very address, port
/// and path that `serve` goes to, and checks the certificate's name. Only the two roots of trust are the sandbox's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealNamesIT {
    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private Sandbox sandbox;
    private SandboxAdmin admin;

    @BeforeAll
    void startTheNetwork() {
        sandbox = Sandbox.start(SandboxConfig.builder()
                .names(List.of("web.whatsapp.com", "mmg.whatsapp.net"))
                .build());
        admin = SandboxAdmin.at(sandbox.adminUri(), sandbox.caPem());
    }

    @AfterAll
    void stopEverything() {
        runtime.close();
        admin.close();
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void linksAtTheRealAddressThroughAProxy(String kind) {
        String phone = admin.createAccount("Posing " + kind).phone();
        try (TestProxy proxy = new TestProxy(sandbox.port())) {
            Journal<ClientEvent> journal = new Journal<>("posing " + kind);
            Companion companion = companion(kind, proxy.port(), sandbox.caPem(), journal);
            companion.start();
            admin.scanQr(
                    phone,
                    journal.await(0, QrOffered.class, "a QR code", _ -> true).text());
            journal.await(
                    0, LinkStateChanged.class, "a login", changed -> changed.state() instanceof LinkState.Connected);

            assertThat(proxy.asked()).isNotEmpty().allMatch("web.whatsapp.com:443"::equals);
            OurDevice.outcome(companion.stop());
        }
    }

    @Test
    void refusesACertificateForOtherNames() {
        try (Sandbox other = Sandbox.start(SandboxConfig.builder().build());
                TestProxy proxy = new TestProxy(other.port())) {
            Journal<ClientEvent> journal = new Journal<>("other name");
            Companion companion = companion("http", proxy.port(), other.caPem(), journal);
            companion.start();
            journal.await(
                    0,
                    LinkStateChanged.class,
                    "a failed attempt",
                    changed -> !(changed.state() instanceof LinkState.Connecting));

            assertThat(journal.of(QrOffered.class)).isEmpty();
            OurDevice.outcome(companion.stop());
        }
    }

    @Test
    void goesNowhereWithoutItsProxy() {
        Journal<ClientEvent> journal = new Journal<>("no proxy");
        Companion companion = companion("socks5", 1, sandbox.caPem(), journal);
        companion.start();
        LinkStateChanged ended = journal.await(
                0, LinkStateChanged.class, "an end", changed -> changed.state() instanceof LinkState.Disconnected);
        assertThat(ended.state().endCause().orElseThrow().kind()).isEqualTo(EndKind.NETWORK_LOST);
    }

    private Companion companion(String kind, int proxyPort, String caPem, Journal<ClientEvent> journal) {
        NetworkEndpoint real = NetworkEndpoint.WHATSAPP;
        NetworkEndpoint posing =
                new NetworkEndpoint(real.chat(), real.origin(), sandbox.noiseRoot(), Optional.of(caPem));
        CompanionConfig config = CompanionConfig.builder("posing-" + kind, posing)
                .proxy(Optional.of(ProxySettings.parse(kind + "://127.0.0.1:" + proxyPort)))
                .build();
        return new Companion(config, runtime, new InMemoryDeviceStore(), events -> events.forEach(journal::append));
    }
}
