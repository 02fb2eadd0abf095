// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.connection;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.primary.DropKind;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All open connections, at most one for each device. Confined to the network thread.
public final class Connections {

    private final Set<Connection> open = new LinkedHashSet<>();
    private final Map<Device, Connection> byDevice = new HashMap<>();

    void add(Connection connection) {
        open.add(connection);
    }

    void remove(Connection connection) {
        open.remove(connection);
        connection.loggedInDevice().ifPresent(device -> byDevice.remove(device, connection));
    }

    void bind(Device device, Connection connection) {
        byDevice.put(device, connection);
    }

    /// The connection of a device.
    public Optional<Connection> of(Device device) {
        return Optional.ofNullable(byDevice.get(device));
    }

    /// Whether a device is connected, and its connection is not about to be closed.
    public boolean isOnline(Device device) {
        return of(device).filter(connection -> !connection.isClosed()).isPresent();
    }

    /// How many there are.
    public int count() {
        return open.size();
    }

    /// Breaks the connections of an account, or of one device, or all.
    ///
    /// @return how many
    public int drop(Optional<String> phone, Optional<Integer> device, DropKind how) {
        List<Connection> chosen = List.copyOf(open).stream()
                .filter(connection -> !connection.isClosed())
                .filter(connection -> matches(connection, phone, device))
                .toList();
        for (Connection connection : chosen) {
            switch (how) {
                case CLOSE -> connection.endStream();
                case RESET -> connection.reset();
                case STALL -> connection.stall();
            }
        }
        return chosen.size();
    }

    private static boolean matches(Connection connection, Optional<String> phone, Optional<Integer> id) {
        Optional<Device> device = connection.loggedInDevice();
        return (phone.isEmpty()
                        || device.filter(known -> known.account().phone().equals(phone.get()))
                                .isPresent())
                && (id.isEmpty()
                        || device.filter(known -> known.id() == id.get()).isPresent());
    }

    /// Closes those that have been silent for too long, and pings those that have been silent for a while.
    void sweep(InstantSource clock, Duration pingAfter, Duration closeAfter) {
        long now = clock.millis();
        for (Connection connection : List.copyOf(open)) {
            long silence = now - connection.lastHeard();
            if (!closeAfter.isZero() && silence > closeAfter.toMillis()) {
                connection.close();
            } else if (!pingAfter.isZero()
                    && silence > pingAfter.toMillis()
                    && connection.loggedInDevice().isPresent()) {
                connection.send(ping(clock));
            }
        }
    }

    private static Node ping(InstantSource clock) {
        long now = clock.instant().getEpochSecond();
        return Iq.fromServer("get", "ping-" + clock.millis(), Iq.Xmlns.PING)
                .attr("from", Jid.SERVER)
                .attr("t", now)
                .build();
    }
}
