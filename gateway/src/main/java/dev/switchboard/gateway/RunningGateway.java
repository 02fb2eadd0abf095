// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.settings.PortRole;
import java.net.URI;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/// A gateway that has started. Close it to stop in order: streams, ports, sessions, database.
public final class RunningGateway implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final FolderLock lock;
    private final String host;
    private final Map<PortRole, Integer> ports;

    RunningGateway(ConfigurableApplicationContext context, FolderLock lock, String host, Map<PortRole, Integer> ports) {
        this.context = context;
        this.lock = lock;
        this.host = host;
        this.ports = Map.copyOf(ports);
    }

    /// The port of the native API.
    public int port() {
        return port(PortRole.NATIVE);
    }

    /// The port of a role; the native one if the role has none of its own.
    public int port(PortRole role) {
        return ports.getOrDefault(role, ports.getOrDefault(PortRole.NATIVE, 0));
    }

    /// The address of the native API.
    public URI uri() {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
    }

    /// A part of it, for tests.
    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        try {
            context.close();
        } finally {
            lock.close();
        }
    }
}
