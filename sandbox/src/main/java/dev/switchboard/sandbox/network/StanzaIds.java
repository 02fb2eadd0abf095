// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.network;

import java.time.InstantSource;

/// Ids for the stanzas that the server makes itself, unique over restarts. Confined to the network thread.
public final class StanzaIds {

    private static final int RADIX = 36;

    private final String prefix;
    private long last;

    /// Ids that begin with the time of this start.
    public StanzaIds(InstantSource clock) {
        this.prefix = Long.toString(clock.millis(), RADIX) + "-";
    }

    /// A fresh id.
    public String next() {
        return prefix + ++last;
    }
}
