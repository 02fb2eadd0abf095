// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// Where links live. Everything that touches a live session goes through here, so that nothing else assumes in which
/// process it is.
public interface SessionHost {
    /// Opens the session's link unless it is open; it stays at rest.
    LiveSession open(SessionLease lease, LinkStatus status);

    /// The session, if it lives here.
    Optional<LiveSession> live(SessionKey session);

    /// Opens the link and connects it.
    void start(SessionLease lease, LinkStatus status);

    /// Disconnects and lets go of the link.
    void stop(SessionKey session);

    /// Unlinks on the network as far as it can be reached, and lets go of the link.
    void logout(SessionLease lease, LinkStatus status);

    /// Waits until a condition on the live session holds, at most so long; the answer is whether it does.
    boolean await(LiveSession session, Predicate<LiveSession> condition, Duration limit) throws InterruptedException;

    /// Calls the listener at every new state of a session here.
    void listen(SessionListener listener);

    /// How many sessions live here.
    int count();
}
