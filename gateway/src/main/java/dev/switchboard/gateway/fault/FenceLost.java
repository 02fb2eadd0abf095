// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.fault;

/// A session's state was to be written under an owner number that is no longer the session's.
public final class FenceLost extends GatewayException {
    private static final long serialVersionUID = 1L;

    public FenceLost(long sessionRef, long fence) {
        super(
                "fence_lost",
                Recovery.LET_GO,
                "session ref " + sessionRef + ", fence " + fence + ": no longer the owner",
                null);
    }
}
