// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Counts wrong credentials by address. Beyond some in a window an address is told to wait, and costs nothing more than
/// that; other addresses notice nothing, nor do credentials that were recognised a moment ago.
final class WrongTries {
    private static final int MOST_ADDRESSES = 50_000;
    private static final int TRIES = 100;
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final LongSupplier ticker;
    private final Map<String, Tried> addresses = new ConcurrentHashMap<>();

    private record Tried(long began, int count) {}

    WrongTries(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /// How long the address has to wait, if it does.
    Optional<Duration> waits(String address) {
        Tried tried = addresses.get(address);
        if (tried == null || tried.count() < TRIES) {
            return Optional.empty();
        }
        long left = WINDOW - (ticker.getAsLong() - tried.began());
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /// Counts a wrong one.
    void wrong(String address) {
        long now = ticker.getAsLong();
        if (addresses.size() >= MOST_ADDRESSES) {
            addresses.values().removeIf(tried -> now - tried.began() >= WINDOW);
        }
        if (addresses.size() < MOST_ADDRESSES || addresses.containsKey(address)) {
            addresses.merge(
                    address,
                    new Tried(now, 1),
                    (known, fresh) ->
                            now - known.began() >= WINDOW ? fresh : new Tried(known.began(), known.count() + 1));
        }
    }
}
