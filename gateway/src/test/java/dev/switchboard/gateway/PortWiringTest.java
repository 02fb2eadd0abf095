// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.PortRole;
import dev.switchboard.gateway.settings.RolePort;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortWiringTest {
    private static List<RolePort> inOrder(int port, RolePort... more) {
        return PortWiring.inOrder(GatewayConfig.builder(Path.of("data"))
                .port(port)
                .morePorts(List.of(more))
                .build());
    }

    @Test
    void mainPortOpensLastAndIsNativeUnlessItIsGivenAnotherRole() {
        RolePort sessions = new RolePort(3001, PortRole.SESSIONS);
        RolePort clients = new RolePort(3002, PortRole.CLIENTS);
        assertThat(inOrder(3000, sessions, clients))
                .containsExactly(sessions, clients, new RolePort(3000, PortRole.NATIVE));
        assertThat(inOrder(3001, sessions, clients)).containsExactly(clients, sessions);
        RolePort any = new RolePort(0, PortRole.SESSIONS);
        assertThat(inOrder(0, any)).containsExactly(any, new RolePort(0, PortRole.NATIVE));
    }
}
