// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.KnownDevices;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.AddressingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everybody who shall read a message to a group or to the status list.
///
/// @param chat the group, or the status list
/// @param mode by which kind of address the envelope names them
/// @param people each by hidden id, with the address for the envelope; this account among them
/// @param timer after how long messages of the chat disappear; zero for never
/// @param meta what the server is told beside the message
record Crowd(Jid chat, AddressingMode mode, Map<Jid, Jid> people, Duration timer, Optional<Node> meta) {

    Crowd {
        people = Map.copyOf(people);
    }

    /// The devices of all these people.
    ///
    /// @param readers all but the own sending one, as sessions are kept
    /// @param addresses how the envelope names each device, the own sending one included
    /// @param identities how many changes of each person's identity are known
    /// @param phash the hash of all addresses
    record Devices(List<Jid> readers, Map<Jid, Jid> addresses, Map<Jid, Integer> identities, String phash) {}

    /// Puts together whose devices are known.
    ///
    /// @param self the own sending device
    Devices devices(Map<Jid, KnownDevices> known, Jid self) {
        List<Jid> readers = new ArrayList<>();
        Map<Jid, Jid> addresses = new HashMap<>();
        Map<Jid, Integer> identities = new HashMap<>();
        people.forEach((lid, address) -> {
            KnownDevices devices = known.get(lid);
            if (devices != null) {
                identities.put(lid, devices.identities());
                for (int id : devices.ids()) {
                    Jid device = lid.withDevice(id);
                    addresses.put(device, address.withDevice(id));
                    if (!device.equals(self)) {
                        readers.add(device);
                    }
                }
            }
        });
        people.keySet().stream()
                .filter(self::sameUser)
                .findFirst()
                .ifPresent(
                        lid -> addresses.put(self, people.getOrDefault(lid, lid).withDevice(self.device())));
        return new Devices(readers, addresses, identities, DeviceListHash.of(addresses.values()));
    }
}
