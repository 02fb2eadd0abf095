// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.delivery;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps how often waiting stanzas were delivered, over restarts. While a line is open only the newest stanza that went
/// out on it is noted; the counts follow when it closes, or are worked out from that note if the process ended before.
final class Attempts {

    private static final String COUNTS = "tries/";
    private static final String NEWEST = "sent-up-to/";
    private static final int VERSION = 1;

    private final StateStore store;

    Attempts(StateStore store) {
        this.store = store;
    }

    private record Count(long number, long attempts) {}

    /// Gives the restored queues their counts.
    void restore(Map<String, Device> devices, Map<Device, DeviceQueue> queues) {
        Map<String, Map<Long, Long>> counts = new HashMap<>();
        store.restore(COUNTS, (key, record) -> counts.put(key.substring(COUNTS.length()), read(record)));
        Map<String, Long> newest = new HashMap<>();
        store.restore(
                NEWEST,
                (key, record) ->
                        newest.put(key.substring(NEWEST.length()), new RecordReader(record, VERSION).number()));
        devices.forEach((key, device) -> {
            DeviceQueue queue = queues.get(device);
            if (queue != null) {
                Map<Long, Long> known = counts.getOrDefault(key, Map.of());
                long interrupted = newest.getOrDefault(key, 0L);
                queue.forEach(stanza -> stanza.attempts(Math.toIntExact(known.getOrDefault(stanza.number(), 0L))
                        + (stanza.number() <= interrupted ? 1 : 0)));
                if (interrupted > 0) {
                    closed(device, queue);
                }
            }
        });
    }

    private static Map<Long, Long> read(Bytes record) {
        Map<Long, Long> counts = new HashMap<>();
        new RecordReader(record, VERSION)
                .list(in -> new Count(in.number(), in.number()))
                .forEach(count -> counts.put(count.number, count.attempts));
        return counts;
    }

    /// Stanzas have gone out on an open line, this the newest of them.
    void sentUpTo(Device device, long number) {
        store.put(
                NEWEST + device.key(), new RecordWriter(VERSION).number(number).done());
    }

    /// A line has closed.
    void closed(Device device, DeviceQueue queue) {
        List<Count> counts = new ArrayList<>();
        queue.forEach(stanza -> {
            if (stanza.attempts() > 0) {
                counts.add(new Count(stanza.number(), stanza.attempts()));
            }
        });
        store.remove(NEWEST + device.key());
        if (counts.isEmpty()) {
            store.remove(COUNTS + device.key());
        } else {
            store.put(
                    COUNTS + device.key(),
                    new RecordWriter(VERSION)
                            .list(
                                    counts,
                                    (out, count) -> out.number(count.number).number(count.attempts))
                            .done());
        }
    }

    /// A device is gone.
    void remove(Device device) {
        store.remove(NEWEST + device.key());
        store.remove(COUNTS + device.key());
    }
}
