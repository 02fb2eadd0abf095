// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Devices that had no usable keys lately: messages to groups do not wait for them again each time.
final class DeadDevices {

    private static final Duration LEFT_ALONE = Duration.ofMinutes(10);
    private static final int MOST = 256;

    private final Workbench bench;
    private Map<Jid, Instant> until = new LinkedHashMap<>(0);

    DeadDevices(Workbench bench) {
        this.bench = bench;
    }

    void add(Collection<Jid> devices) {
        Instant end = bench.now().plus(LEFT_ALONE);
        for (Jid device : devices) {
            until.put(device, end);
            if (until.size() > MOST) {
                until.remove(until.keySet().iterator().next());
            }
        }
    }

    boolean contains(Jid device) {
        Instant end = until.get(device);
        if (end != null && !bench.now().isBefore(end)) {
            until.remove(device);
            if (until.isEmpty()) {
                until = new LinkedHashMap<>(0);
            }
            return false;
        }
        return end != null;
    }
}
