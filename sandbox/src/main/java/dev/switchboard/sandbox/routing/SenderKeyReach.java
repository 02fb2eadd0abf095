// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.group.Group;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.node.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which devices of a group a device has given its sender key, as far as this process has seen: those that had a
/// ciphertext of their own in any of its messages.
///
/// Clients differ in how often they hand out the key, so a single message does not tell whether its sender has missed
/// a device; all of them together do. Of a sender that has not handed out its key since the start nothing is said.
final class SenderKeyReach {

    private final Map<Device, Map<Group, Set<Device>>> reached = new HashMap<>();

    /// The hash of the right set of devices, if the sender of a message has missed one.
    ///
    /// @param own the ciphertexts for single devices
    Optional<String> missed(Group group, Device from, Node message, Map<Device, List<Node>> own) {
        boolean common = message.children("enc").stream().anyMatch(enc -> enc.hasText("type", "skmsg"));
        if (!common) {
            return Optional.empty();
        }
        Set<Device> known =
                reached.computeIfAbsent(from, _ -> new HashMap<>()).computeIfAbsent(group, _ -> new HashSet<>());
        known.addAll(own.keySet());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        List<Device> right = group.devices();
        boolean whole = right.stream().allMatch(device -> device == from || known.contains(device));
        if (whole) {
            return Optional.empty();
        }
        String hash = DeviceListHash.of(right.stream().map(group::nameOf).toList());
        return message.hasText("phash", hash) ? Optional.empty() : Optional.of(hash);
    }

    /// Forgets a removed device.
    void remove(Device device) {
        reached.remove(device);
        reached.values().forEach(groups -> groups.values().forEach(devices -> devices.remove(device)));
    }

    void clear() {
        reached.clear();
    }
}
