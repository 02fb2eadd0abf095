// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

import dev.switchboard.client.event.ClientEvent;
import java.util.List;

/// Changes and the events that go with them: all or nothing.
///
/// @param changes to be applied in this order
/// @param events to be logged in this order
public record StoreBatch(List<StoreChange> changes, List<ClientEvent> events) {

    public StoreBatch {
        changes = List.copyOf(changes);
        events = List.copyOf(events);
    }

    public boolean isEmpty() {
        return changes.isEmpty() && events.isEmpty();
    }
}
