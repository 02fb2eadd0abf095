// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.clientsandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.network.ProxySettings;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.companion.OurDevice;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyIT {

    private SandboxWorld world;
    private ClientRuntime runtime;

    @BeforeAll
    void startTheNetwork() {
        world = SandboxWorld.of(getClass());
        runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    }

    @AfterAll
    void stopEverything() {
        runtime.close();
        world.close();
    }

    private OurDevice through(String proxy) {
        return new OurDevice(
                "proxied",
                world,
                runtime,
                config -> config.proxy(Optional.of(ProxySettings.parse(proxy))),
                world.noiseRoot());
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http"})
    void linksAndChatsThroughAProxy(String scheme) throws IOException {
        try (ForwardProxy proxy = new ForwardProxy()) {
            var friend = world.newAccount("behind no proxy").phone();
            var device = through(scheme + "://127.0.0.1:" + proxy.port())
                    .linkByQr(world.admin(), world.newAccount("behind a proxy").phone());
            var id = device.send(Jid.pn(friend), "through the tunnel");
            world.admin().awaitMessage(friend, id, message -> "through the tunnel".equals(message.text()));
            assertThat(proxy.tunnels()).isEqualTo(2);
            device.stop();
        }
    }

    @Test
    void goesNowhereWithoutItsProxy() {
        var device = through("socks5://127.0.0.1:1").start();
        var state = device.awaitState(LinkState.Disconnected.class);
        assertThat(state.cause().kind()).isEqualTo(EndKind.NETWORK_LOST);
    }
}
