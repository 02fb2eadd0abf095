// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which devices have been given this device's own key of a group, and can read what is encrypted by it.
///
/// @param keyId the key
/// @param people device numbers by whose they are, and which of the person's identities they were given to
public record SenderKeyHolders(int keyId, Map<Jid, Holding> people) {

    private static final int FORM = 1;

    /// A person's devices.
    ///
    /// @param identities how many changes of the person's identity were known then
    /// @param devices the numbers of the devices
    public record Holding(int identities, Set<Integer> devices) {
        public Holding {
            devices = Set.copyOf(devices);
        }
    }

    public SenderKeyHolders {
        people = Map.copyOf(people);
    }

    /// Nobody has the key yet.
    public static SenderKeyHolders none(int keyId) {
        return new SenderKeyHolders(keyId, Map.of());
    }

    /// Whether a device has the key.
    public boolean has(Jid device) {
        Holding holding = people.get(device.bare());
        return holding != null && holding.devices().contains(device.device());
    }

    /// Of these devices, those that do not have the key.
    public List<Jid> lacking(Collection<Jid> devices) {
        return devices.stream().filter(device -> !has(device)).toList();
    }

    /// The same with more devices.
    ///
    /// @param identities how many changes of each person's identity are known
    public SenderKeyHolders with(Collection<Jid> devices, Map<Jid, Integer> identities) {
        Map<Jid, Set<Integer>> numbers = new HashMap<>();
        for (Jid device : devices) {
            numbers.computeIfAbsent(device.bare(), _ -> new HashSet<>()).add(device.device());
        }
        Map<Jid, Holding> all = new HashMap<>(people);
        numbers.forEach((person, more) -> {
            Holding before = people.get(person);
            if (before != null) {
                more.addAll(before.devices());
            }
            all.put(person, new Holding(identities.getOrDefault(person, 0), more));
        });
        return new SenderKeyHolders(keyId, all);
    }

    /// The same without one device.
    public SenderKeyHolders without(Jid device) {
        Holding before = people.get(device.bare());
        if (before == null || !before.devices().contains(device.device())) {
            return this;
        }
        Set<Integer> left = new HashSet<>(before.devices());
        left.remove(device.device());
        Map<Jid, Holding> all = new HashMap<>(people);
        if (left.isEmpty()) {
            all.remove(device.bare());
        } else {
            all.put(device.bare(), new Holding(before.identities(), left));
        }
        return new SenderKeyHolders(keyId, all);
    }

    private record Entry(Jid person, Holding holding) {}

    public Bytes encode() {
        List<Entry> entries = new ArrayList<>();
        people.forEach((person, holding) -> entries.add(new Entry(person, holding)));
        return new Packer(FORM)
                .number(keyId)
                .list(
                        entries,
                        (packer, entry) -> packer.jid(entry.person())
                                .number(entry.holding().identities())
                                .list(List.copyOf(entry.holding().devices()), Packer::number))
                .done();
    }

    public static SenderKeyHolders decode(Bytes record) {
        Unpacker in = new Unpacker(record, FORM);
        int keyId = in.number();
        Map<Jid, Holding> people = new HashMap<>();
        for (Entry entry : in.list(one ->
                new Entry(one.jid(), new Holding(one.number(), Set.copyOf(one.list(Unpacker::number)))))) {
            people.put(entry.person(), entry.holding());
        }
        return new SenderKeyHolders(keyId, people);
    }
}
