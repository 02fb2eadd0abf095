// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.ProviderLink;

/// Finds the link of a session that a request wants to ask something of. Each question passes the gate.
public final class LiveLinks {
    private final SessionHost host;
    private final QueryGate gate;

    public LiveLinks(SessionHost host, QueryGate gate) {
        this.host = host;
        this.gate = gate;
    }

    /// The link, for one question.
    ///
    /// @throws Refusal if the session is not connected, or has asked too much
    public ProviderLink connected(Session session) {
        LiveSession connected = host.live(session.key())
                .filter(live -> live.state() == LinkState.CONNECTED)
                .orElseThrow(Answers::notConnected);
        gate.pass(session.key());
        return connected.link();
    }

    /// The link, connected or not.
    ///
    /// @throws Refusal if the session is at rest
    public ProviderLink open(Session session) {
        return host.live(session.key()).map(LiveSession::link).orElseThrow(Answers::notConnected);
    }
}
