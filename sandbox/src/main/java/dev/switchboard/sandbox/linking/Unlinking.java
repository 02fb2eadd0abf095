// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.connection.Connections;
import dev.switchboard.sandbox.directory.DeviceLists;
import dev.switchboard.wire.stanza.StreamError;
import java.util.List;
import java.util.function.Consumer;

/// Takes companions away: their stream ends, all that was theirs is forgotten, others are told.
public final class Unlinking {

    private static final int LOGGED_OUT = 401;

    private final Registry registry;
    private final Connections connections;
    private final DeviceLists deviceLists;
    private final List<Consumer<Device>> belongings;

    /// Unlinking for all accounts.
    ///
    /// @param belongings each forgets what it keeps of a device
    public Unlinking(
            Registry registry, Connections connections, DeviceLists deviceLists, List<Consumer<Device>> belongings) {
        this.registry = registry;
        this.connections = connections;
        this.deviceLists = deviceLists;
        this.belongings = List.copyOf(belongings);
    }

    /// Removes a companion.
    public void remove(Device companion) {
        connections
                .of(companion)
                .ifPresent(connection -> connection.end(new StreamError.DeviceRemoved(LOGGED_OUT).toNode()));
        registry.removeCompanion(companion);
        deviceLists.announceRemoved(companion);
        belongings.forEach(forget -> forget.accept(companion));
    }
}
