// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import dev.switchboard.gateway.settings.PortRole;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which port is for what, once the ports are open.
public final class PortRoles {
    private final Map<Integer, PortRole> roles = new ConcurrentHashMap<>();

    public void set(int port, PortRole role) {
        roles.put(port, role);
    }

    public PortRole of(int port) {
        return roles.getOrDefault(port, PortRole.NATIVE);
    }
}
