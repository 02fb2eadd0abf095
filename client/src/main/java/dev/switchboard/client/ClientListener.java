// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.event.ClientEvent;
import java.util.List;

/// Hears of events after they have been committed. Called on the companion's worker, in order; must return quickly and
/// must not wait for a [dev.switchboard.client.message.Reply] of the same companion.
@FunctionalInterface
public interface ClientListener {

    void onEvents(List<ClientEvent> events);
}
