// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How many requests each credential may make in a window.
final class RequestLimits {
    private static final int MOST_CALLERS = 50_000;

    private final int requests;
    private final long windowNanos;
    private final LongSupplier ticker;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(long began, int used) {}

    /// @param requests in a window; 0 = no limit
    RequestLimits(int requests, Duration window, LongSupplier ticker) {
        this.requests = requests;
        this.windowNanos = window.toNanos();
        this.ticker = ticker;
    }

    /// Counts a request; the answer is how long to wait if it is one too many.
    Optional<Duration> take(Caller caller) {
        if (requests == 0) {
            return Optional.empty();
        }
        long now = ticker.getAsLong();
        if (windows.size() > MOST_CALLERS) {
            windows.values().removeIf(window -> now - window.began() >= windowNanos);
        }
        Window window = windows.merge(
                caller.tenant() + "/" + caller.actor(),
                new Window(now, 1),
                (known, fresh) ->
                        now - known.began() >= windowNanos ? fresh : new Window(known.began(), known.used() + 1));
        return window.used() > requests
                ? Optional.of(Duration.ofNanos(Math.max(1, windowNanos - (now - window.began()))))
                : Optional.empty();
    }
}
