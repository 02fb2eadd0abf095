// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The devices of a user, as a device query answers.
///
/// @param devices all of them
/// @param hash the hash of the list
/// @param keyIndexList the phone's signed word
public record DeviceList(List<Device> devices, Optional<String> hash, Optional<KeyIndexList> keyIndexList) {

    /// Keeps an unmodifiable copy.
    public DeviceList {
        devices = List.copyOf(devices);
    }

    /// One device.
    ///
    /// @param id its number, 0 for the phone
    /// @param keyIndex the companion's index, absent for the phone
    /// @param hosted whether Meta hosts it
    public record Device(int id, OptionalInt keyIndex, boolean hosted) {}

    /// Reads a `<devices>` node. Devices with a number that no address can carry are dropped.
    public static DeviceList of(Node node) {
        Optional<Node> list = node.child("device-list");
        List<Device> devices = new ArrayList<>();
        for (Node device : list.map(found -> found.children("device")).orElse(List.of())) {
            long id = device.requireNumber("id");
            if (id >= 0 && id <= 0xFF) {
                devices.add(
                        new Device((int) id, Fields.number(device, "key-index"), device.hasText("is_hosted", "true")));
            }
        }
        return new DeviceList(devices, list.flatMap(found -> found.text("hash")), KeyIndexList.in(node));
    }

    /// The `<devices>` node.
    public Node toNode() {
        NodeBuilder list = Node.builder("device-list").attrIfPresent("hash", hash);
        for (Device device : devices) {
            NodeBuilder child = Node.builder("device").attr("id", device.id());
            device.keyIndex().ifPresent(index -> child.attr("key-index", index));
            if (device.hosted()) {
                child.attr("is_hosted", true);
            }
            list.child(child);
        }
        return Node.builder("devices")
                .child(list)
                .childIfPresent(keyIndexList.map(KeyIndexList::toNode))
                .build();
    }

    /// The addresses of the devices of this user.
    public List<Jid> addresses(Jid user) {
        return devices.stream().map(device -> user.withDevice(device.id())).toList();
    }
}
