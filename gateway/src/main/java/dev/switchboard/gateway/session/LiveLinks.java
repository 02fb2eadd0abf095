// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.ProviderLink;

/// Finds the link of a session that a request wants to ask something of.
public final class LiveLinks {
    private final SessionHost host;

    public LiveLinks(SessionHost host) {
        this.host = host;
    }

    /// The link.
    ///
    /// @throws Refusal if the session is not connected
    public ProviderLink connected(Session session) {
        return host.live(session.key())
                .filter(live -> live.state() == LinkState.CONNECTED)
                .map(LiveSession::link)
                .orElseThrow(Answers::notConnected);
    }

    /// The link, connected or not.
    ///
    /// @throws Refusal if the session is at rest
    public ProviderLink open(Session session) {
        return host.live(session.key()).map(LiveSession::link).orElseThrow(Answers::notConnected);
    }
}
