// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import dev.switchboard.gateway.monitoring.Meters;
import java.util.concurrent.atomic.LongAdder;

/// Counts what the [Watchdog] found.
public final class WatchTally {
    private final LongAdder probes = new LongAdder();
    private final LongAdder drains = new LongAdder();
    private final LongAdder revivals = new LongAdder();
    private final LongAdder unstuck = new LongAdder();

    public WatchTally(Meters meters) {
        counter(meters, "switchboard.watchdog.probes", probes, "Silent sessions that had to prove that they hear");
        counter(
                meters,
                "switchboard.watchdog.drained",
                drains,
                "Sessions to which the network had held something back");
        counter(meters, "switchboard.watchdog.revivals", revivals, "Deaf sessions that were connected anew");
        counter(meters, "switchboard.watchdog.unstuck", unstuck, "Sessions that were stuck and were connected anew");
    }

    private static void counter(Meters meters, String name, LongAdder count, String words) {
        meters.count(name, words, count, LongAdder::sum);
    }

    void probed() {
        probes.increment();
    }

    void drained() {
        drains.increment();
    }

    void revived() {
        revivals.increment();
    }

    void unstuck() {
        unstuck.increment();
    }
}
