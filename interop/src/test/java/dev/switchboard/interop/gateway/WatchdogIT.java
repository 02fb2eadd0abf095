// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.settings.CareSettings;
import dev.switchboard.interop.SandboxWorld;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A network that answers every question and yet delivers nothing: the watchdog notices and helps.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WatchdogIT {
    private static final String SESSION = "shop";
    private static final CareSettings WATCHFUL =
            new CareSettings("standard", Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(2));

    private SandboxWorld world;
    private OurGateway gateway;
    private String shop;
    private String customer;

    @BeforeAll
    void link() {
        world = SandboxWorld.of(WatchdogIT.class);
        gateway = new OurGateway(world, settings -> settings.care(WATCHFUL));
        shop = world.newAccount("shop").phone();
        customer = world.newAccount("customer").phone();
        gateway.linkByQr(SESSION, shop);
    }

    @AfterAll
    void stop() {
        gateway.close();
        world.close();
    }

    @Test
    void whatTheNetworkHoldsBackComesWithinSecondsAndNotInTenMinutes() {
        var first = world.admin().sendText(customer, shop, "before").id();
        gateway.awaitMessage(SESSION, first, message -> message.has("text"));
        world.admin()
                .setFault(Map.of(
                        "fault",
                        "delivery-delay",
                        "account",
                        shop,
                        "count",
                        1,
                        "params",
                        Map.of("stanza", "message", "millis", 600_000)));
        var late = world.admin().sendText(customer, shop, "held back").id();
        gateway.awaitMessage(SESSION, late, message -> message.has("text"));
        assertThat(gateway.metrics()).containsPattern("switchboard_watchdog_revivals_total [1-9]");
        gateway.awaitState(SESSION, "connected");
    }

    @Test
    void aNetworkThatNeverSaysThatItDeliveredEverythingIsConnectedToAnew() {
        world.admin().setFault(Map.of("fault", "offline-mark-missing", "account", shop, "count", 1));
        gateway.awaitAt(
                SESSION,
                "/connection",
                report -> report.at("/total/dropsByCause/deaf").asInt() > 0);
        gateway.awaitState(SESSION, "connected");
    }
}
