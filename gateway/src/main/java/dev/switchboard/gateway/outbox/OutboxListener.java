// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;

/// Hears of what becomes of messages in the queue, in the transaction that brings it about.
public interface OutboxListener {
    /// A message left the queue without being sent.
    void rejected(WriteTx tx, SessionLease lease, String messageId, Failure failure);

    /// The time of a message that was to be sent later has come.
    void due(WriteTx tx, SessionLease lease, String messageId);
}
