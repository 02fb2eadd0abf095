// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.delivery;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.sandbox.store.StoreFailed;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeEncoder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// All devices' queues. What is handed in reaches its device in this order, again and again until it is acknowledged.
///
/// Confined to the network thread.
public final class Post {

    private static final String QUEUES = "queue/";
    private static final int VERSION = 1;
    private static final int NUMBER_DIGITS = 12;

    private final StateStore store;
    private final Attempts attempts;
    private final Map<Device, DeviceQueue> queues = new HashMap<>();
    private long total;

    /// Empty queues.
    public Post(StateStore store) {
        this.store = store;
        this.attempts = new Attempts(store);
    }

    /// Reads what was kept for the devices of the registry.
    public void restore(Registry registry) {
        Map<String, Device> devices = new HashMap<>();
        for (Account account : registry.accounts()) {
            devices.put(account.primary().key(), account.primary());
            account.companions().forEach(device -> devices.put(device.key(), device));
        }
        store.restore(QUEUES, (key, record) -> {
            int slash = key.lastIndexOf('/');
            Device device = devices.get(key.substring(QUEUES.length(), slash));
            if (device != null) {
                RecordReader in = new RecordReader(record, VERSION);
                StanzaKind kind = StanzaKind.ofTag(in.text())
                        .orElseThrow(() -> new StoreFailed("queue: a stanza of an unknown kind"));
                long number = Long.parseLong(key.substring(slash + 1));
                queue(device).append(new QueuedStanza(number, kind, in.bytes().toByteArray()));
                total++;
            }
        });
        attempts.restore(devices, queues);
    }

    /// Puts a stanza, which has an id, at the end of a device's queue.
    public void enqueue(Device device, StanzaKind kind, Node stanza) {
        enqueue(List.of(device), kind, stanza);
    }

    /// Puts one stanza, which has an id, at the end of the queue of each of these devices.
    public void enqueue(Collection<Device> devices, StanzaKind kind, Node stanza) {
        byte[] frame = NodeEncoder.encode(stanza);
        Bytes record = new RecordWriter(VERSION)
                .text(kind.tag())
                .bytes(Bytes.copyOf(frame))
                .done();
        for (Device device : devices) {
            if (!device.isRemoved()) {
                enqueue(device, kind, stanza, frame, record);
            }
        }
    }

    private void enqueue(Device device, StanzaKind kind, Node stanza, byte[] frame, Bytes record) {
        DeviceQueue queue = queue(device);
        QueuedStanza queued = new QueuedStanza(queue.nextNumber(), kind, stanza, frame);
        store.put(key(device, queued.number()), record);
        queue.append(queued);
        total++;
        pump(device, queue);
        queued.forgetNode();
    }

    /// Sends a stanza that nothing keeps, if the device can be reached.
    public void send(Device device, Node stanza) {
        line(device).ifPresent(line -> line.send(stanza));
    }

    /// The line of a device that takes live stanzas.
    public Optional<Line> line(Device device) {
        DeviceQueue queue = queues.get(device);
        return queue == null ? Optional.empty() : queue.line();
    }

    /// What waits for a device.
    public Backlog backlog(Device device) {
        Backlog[] sum = {new Backlog(0, 0, 0, 0, 0)};
        DeviceQueue queue = queues.get(device);
        if (queue != null) {
            queue.forEach(stanza -> sum[0] = sum[0].plus(stanza));
        }
        return sum[0];
    }

    /// How many stanzas wait for a device.
    public int size(Device device) {
        DeviceQueue queue = queues.get(device);
        return queue == null ? 0 : queue.size();
    }

    /// How many stanzas wait for all devices.
    public long total() {
        return total;
    }

    /// Opens a device's line: first what waits now goes out as stored, then `drained` hears how many those were, then
    /// the rest goes out as it comes. Nothing goes out before [#resume].
    public void open(Device device, Line line, IntConsumer drained) {
        queue(device).open(line, drained);
    }

    /// Opens a line that knows no stored phase and begins at once.
    public void openLive(Device device, Line line) {
        DeviceQueue queue = queue(device);
        queue.openLive(line);
        pump(device, queue);
    }

    /// Sends what the device's line takes.
    public void resume(Device device) {
        DeviceQueue queue = queues.get(device);
        if (queue != null) {
            pump(device, queue);
        }
    }

    private void pump(Device device, DeviceQueue queue) {
        queue.pump();
        long newest = queue.takeNewestSent();
        if (newest > 0 && !device.isPrimary()) {
            attempts.sentUpTo(device, newest);
        }
    }

    /// Closes a device's line; what was not acknowledged will be sent again on the next.
    public void close(Device device) {
        DeviceQueue queue = queues.get(device);
        if (queue != null) {
            queue.close();
            attempts.closed(device, queue);
        }
    }

    /// The device has acknowledged a stanza; true if one of this name was waiting for that.
    public boolean release(Device device, StanzaKind kind, String id) {
        DeviceQueue queue = queues.get(device);
        QueuedStanza released = queue == null ? null : queue.release(kind, id);
        return forget(device, released);
    }

    /// The device has dealt with the stanza of this number.
    public boolean release(Device device, long number) {
        DeviceQueue queue = queues.get(device);
        QueuedStanza released = queue == null ? null : queue.release(number);
        return forget(device, released);
    }

    private boolean forget(Device device, @Nullable QueuedStanza released) {
        if (released == null) {
            return false;
        }
        total--;
        store.remove(key(device, released.number()));
        return true;
    }

    /// Forgets a removed device's queue.
    public void remove(Device device) {
        attempts.remove(device);
        DeviceQueue queue = queues.remove(device);
        if (queue != null) {
            queue.close();
            total -= queue.size();
            queue.forEach(stanza -> store.remove(key(device, stanza.number())));
        }
    }

    /// Forgets all queues, in memory only.
    public void clear() {
        queues.values().forEach(DeviceQueue::close);
        queues.clear();
        total = 0;
    }

    private DeviceQueue queue(Device device) {
        return queues.computeIfAbsent(device, _ -> new DeviceQueue());
    }

    private static String key(Device device, long number) {
        String digits = Long.toString(number);
        return QUEUES + device.key() + "/" + "0".repeat(Math.max(0, NUMBER_DIGITS - digits.length())) + digits;
    }
}
