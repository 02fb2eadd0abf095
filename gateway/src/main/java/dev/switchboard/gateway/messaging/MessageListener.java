// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;

/// Hears of messages of others, in the transaction that takes them in.
@FunctionalInterface
public interface MessageListener {
    void received(WriteTx tx, SessionLease lease, MessageView message);
}
