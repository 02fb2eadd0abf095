// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.gateway.storage.WriteTx;

/// The right to act for a session, as long as its fence number is the current one.
public record SessionLease(SessionKey key, long fence) {

    /// Refuses to go on in this transaction if the right has passed to another owner.
    public void guard(WriteTx tx) {
        tx.guard(key.ref(), fence);
    }
}
