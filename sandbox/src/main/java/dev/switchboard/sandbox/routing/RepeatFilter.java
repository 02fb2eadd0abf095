// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Recognises copies that a companion has sent before, byte for byte: after a crash it sends again what it is not
/// sure of, and the copy that got through the first time must not be delivered twice.
///
/// Of each companion the latest messages are remembered, over restarts too. A copy with the same id but other bytes
/// is no repetition.
public final class RepeatFilter {

    private static final String SENT = "sent/";
    private static final int VERSION = 1;
    private static final int REMEMBERED = 512;
    private static final long HASH_SEED = 0xcbf29ce484222325L;
    private static final long HASH_FACTOR = 0x100000001b3L;

    private final StateStore store;
    private final Map<Device, Memory> memories = new HashMap<>();
    private final Map<Sent, Device> changed = new LinkedHashMap<>();

    /// A filter that remembers nothing yet.
    public RepeatFilter(StateStore store) {
        this.store = store;
    }

    /// Reads what was kept for the devices of the registry.
    public void restore(Registry registry) {
        Map<String, Device> devices = new HashMap<>();
        for (Account account : registry.accounts()) {
            account.companions().forEach(device -> devices.put(device.key(), device));
        }
        store.restore(SENT, (key, record) -> {
            int slash = key.lastIndexOf('/');
            Device device = devices.get(key.substring(SENT.length(), slash));
            if (device != null) {
                RecordReader in = new RecordReader(record, VERSION);
                Sent sent = new Sent(Integer.parseInt(key.substring(slash + 1)), in.number(), in.text());
                in.list(RecordReader::number).forEach(sent::add);
                memory(device).restore(sent);
            }
        });
        memories.values().forEach(Memory::sort);
    }

    /// Whether this very copy was accepted before; it is remembered from now on.
    boolean isRepeat(Device from, String id, Copy copy) {
        if (from.isPrimary()) {
            return false;
        }
        long hash = hash(copy);
        Memory memory = memory(from);
        Sent sent = memory.byId.get(id);
        if (sent != null && sent.contains(hash)) {
            return true;
        }
        Sent kept = sent == null ? memory.add(id) : sent;
        kept.add(hash);
        changed.put(kept, from);
        return false;
    }

    /// Whether a companion had a message of this id accepted lately.
    boolean knows(Device from, String id) {
        Memory memory = memories.get(from);
        return memory != null && memory.byId.containsKey(id);
    }

    /// Keeps what was remembered since the last call: once for a message, however many copies it has.
    void save() {
        changed.forEach((sent, from) -> keep(from, sent));
        changed.clear();
    }

    private void keep(Device from, Sent sent) {
        RecordWriter record =
                new RecordWriter(VERSION).number(sent.order).text(sent.id).number(sent.count);
        for (int i = 0; i < sent.count; i++) {
            record.number(sent.hashes[i]);
        }
        store.put(SENT + from.key() + "/" + sent.slot, record.done());
    }

    /// Forgets a removed device.
    public void remove(Device device) {
        Memory memory = memories.remove(device);
        if (memory != null) {
            memory.inOrder.forEach(sent -> store.remove(SENT + device.key() + "/" + sent.slot));
        }
    }

    /// Forgets everything, in memory only.
    public void clear() {
        memories.clear();
        changed.clear();
    }

    private Memory memory(Device device) {
        return memories.computeIfAbsent(device, _ -> new Memory());
    }

    private static long hash(Copy copy) {
        long hash = HASH_SEED;
        String target = copy.target().key();
        for (int i = 0; i < target.length(); i++) {
            hash = (hash ^ target.charAt(i)) * HASH_FACTOR;
        }
        for (Node enc : copy.encs()) {
            Bytes payload = enc.contentBytes();
            for (int i = 0; i < payload.size(); i++) {
                hash = (hash ^ payload.at(i)) * HASH_FACTOR;
            }
        }
        return hash;
    }

    /// The latest messages of one device. Slots are used in turn, so that the store keeps no more of them.
    private static final class Memory {
        private final Map<String, Sent> byId = new HashMap<>();
        private final Deque<Sent> inOrder = new ArrayDeque<>();
        private long lastOrder;

        Sent add(String id) {
            lastOrder++;
            Sent sent = new Sent((int) (lastOrder % REMEMBERED), lastOrder, id);
            restore(sent);
            if (inOrder.size() > REMEMBERED) {
                Sent oldest = inOrder.removeFirst();
                byId.remove(oldest.id, oldest);
            }
            return sent;
        }

        void restore(Sent sent) {
            inOrder.addLast(sent);
            byId.put(sent.id, sent);
            lastOrder = Math.max(lastOrder, sent.order);
        }

        void sort() {
            Sent[] all = inOrder.toArray(Sent[]::new);
            Arrays.sort(all, (one, other) -> Long.compare(one.order, other.order));
            inOrder.clear();
            inOrder.addAll(Arrays.asList(all));
        }
    }

    /// The copies of one message.
    private static final class Sent {
        private final int slot;
        private final long order;
        private final String id;
        private long[] hashes = new long[2];
        private int count;

        Sent(int slot, long order, String id) {
            this.slot = slot;
            this.order = order;
            this.id = id;
        }

        boolean contains(long hash) {
            for (int i = 0; i < count; i++) {
                if (hashes[i] == hash) {
                    return true;
                }
            }
            return false;
        }

        void add(long hash) {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, count * 2);
            }
            hashes[count++] = hash;
        }
    }
}
