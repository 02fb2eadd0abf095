// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.gateway.storage.WriteTx;
import java.util.List;

/// Where a link reports what happens. It is called inside the provider's transaction, so that an event and the state
/// it goes with are durable together.
@FunctionalInterface
public interface ProviderSink {
    void record(WriteTx tx, SessionLease lease, List<ProviderEvent> events);
}
