// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.jid.Jid;

/// A way to reach WhatsApp.
public interface Provider extends AutoCloseable {
    /// Opens a link for a session, at rest. What happens on it goes to the sink.
    ProviderLink open(SessionLease lease, ProviderSink sink);

    /// A fresh id for a message to be sent, as the network would have it.
    String newMessageId(Jid recipient);

    /// Lets go of what all links share; called after they have been stopped.
    @Override
    void close();
}
