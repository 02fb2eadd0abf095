// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;

/// Hears of messages that left the queue without being sent, in the transaction that took them out.
@FunctionalInterface
public interface OutboxListener {
    void rejected(WriteTx tx, SessionLease lease, String messageId, Failure failure);
}
