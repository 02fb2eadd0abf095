// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How far a start has come with bringing the sessions back.
public final class RestoreProgress {
    private final AtomicInteger settled = new AtomicInteger();
    private final AtomicInteger connected = new AtomicInteger();
    private volatile int total;
    private volatile @Nullable Instant began;
    private volatile @Nullable Instant ended;

    /// A look at it.
    ///
    /// @param total how many sessions are brought back
    /// @param settled how many of them are connected, or known not to be for now
    /// @param connected how many are connected
    public record Look(int total, int settled, int connected, Optional<Instant> began, Optional<Instant> ended) {
        public boolean underWay() {
            return settled < total;
        }
    }

    void begin(int sessions, Instant now) {
        total = sessions;
        began = now;
        ended = sessions == 0 ? now : null;
    }

    /// Takes note of one more; the answer is whether a further tenth of them is done by that.
    boolean settled(boolean up, Instant now) {
        if (up) {
            connected.incrementAndGet();
        }
        int done = settled.incrementAndGet();
        if (done == total) {
            ended = now;
        }
        return done == total || done * 10L / total > (done - 1) * 10L / total;
    }

    public Look look() {
        return new Look(total, settled.get(), connected.get(), Optional.ofNullable(began), Optional.ofNullable(ended));
    }
}
