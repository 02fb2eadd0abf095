// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.SessionKey;

/// Hears when a live session is in a new state; the state is durable by then. It must be quick.
@FunctionalInterface
public interface SessionListener {
    void onState(SessionKey session, LinkState state);
}
