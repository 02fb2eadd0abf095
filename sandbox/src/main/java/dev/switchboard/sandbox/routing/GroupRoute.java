// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.group.Group;
import dev.switchboard.sandbox.group.Groups;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.AddressingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Delivers messages to a group: to every device of every member but the sending one, each with its own ciphertext
/// first, if it has one, then the common one. What is addressed to others is dropped.
final class GroupRoute implements MessageRoute {

    private final Registry registry;
    private final Groups groups;
    private final CopyDelivery copies;
    private final SenderKeyReach reach = new SenderKeyReach();

    GroupRoute(Registry registry, Groups groups, CopyDelivery copies) {
        this.registry = registry;
        this.groups = groups;
        this.copies = copies;
    }

    @Override
    public Outcome deliver(Device from, Node message, Jid to) {
        Optional<Group> found = groups.find(to);
        if (found.isEmpty()) {
            return new Outcome.Refused(Outcome.UNKNOWN_RECIPIENT);
        }
        Group group = found.get();
        if (!group.mayWrite(from.account())) {
            return new Outcome.Refused(Outcome.FORBIDDEN);
        }
        List<Node> addressed =
                message.child("participants").map(list -> list.children("to")).orElse(List.of());
        if (addressed.stream().anyMatch(entry -> registry.isMisplaced(entry.requireJid("jid")))) {
            return new Outcome.Refused(Outcome.STALE_ADDRESSING);
        }
        Optional<Jid> exact = message.jid("participant");
        if (exact.isPresent()) {
            toOne(group, from, message, exact.get());
            return new Outcome.Accepted(Optional.empty());
        }
        Map<Device, List<Node>> own = own(group, from, addressed);
        toAll(group, from, message, own);
        return new Outcome.Accepted(reach.missed(group, from, message, own));
    }

    /// What is sent again to a device that could not read it.
    private void toOne(Group group, Device from, Node message, Jid participant) {
        registry.device(participant)
                .filter(device -> device != from && group.has(device.account()))
                .ifPresent(device -> post(group, from, message, new Copy(device, message.children("enc"))));
    }

    /// The ciphertexts for single devices of members.
    private Map<Device, List<Node>> own(Group group, Device from, List<Node> addressed) {
        Map<Device, List<Node>> own = new LinkedHashMap<>();
        for (Node entry : addressed) {
            registry.device(entry.requireJid("jid"))
                    .filter(device -> device != from && group.has(device.account()))
                    .ifPresent(device -> own.put(device, entry.children("enc")));
        }
        return own;
    }

    private void toAll(Group group, Device from, Node message, Map<Device, List<Node>> own) {
        List<Node> common = message.children("enc");
        List<Device> others = new ArrayList<>();
        for (Account member : group.members()) {
            for (Device device : member.devices()) {
                List<Node> encs = own.getOrDefault(device, List.of());
                if (!encs.isEmpty()) {
                    List<Node> all = new ArrayList<>(encs);
                    all.addAll(common);
                    post(group, from, message, new Copy(device, all));
                } else if (device != from) {
                    others.add(device);
                }
            }
        }
        if (!common.isEmpty()) {
            copies.post(
                    from,
                    message,
                    others,
                    common,
                    () -> head(group, from),
                    group.jid().toString());
        }
    }

    private void post(Group group, Device from, Node message, Copy copy) {
        copies.post(from, message, copy, head(group, from), group.jid().toString());
    }

    private static NodeBuilder head(Group group, Device from) {
        NodeBuilder head = Node.builder("message").attr("from", group.jid()).attr("participant", group.nameOf(from));
        Account author = from.account();
        return group.addressing() == AddressingMode.LID
                ? head.attr("participant_pn", author.pn()).attr("addressing_mode", "lid")
                : head.attr("participant_lid", author.lid()).attr("addressing_mode", "pn");
    }

    /// Forgets what a removed device has sent.
    void remove(Device device) {
        reach.remove(device);
    }

    void clear() {
        reach.clear();
    }
}
