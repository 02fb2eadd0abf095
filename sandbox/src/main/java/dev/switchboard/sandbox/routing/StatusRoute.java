// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Delivers what is posted to the status list: to the devices named, each with its own ciphertext first, then the
/// common one.
final class StatusRoute implements MessageRoute {

    private final Registry registry;
    private final CopyDelivery copies;

    StatusRoute(Registry registry, CopyDelivery copies) {
        this.registry = registry;
        this.copies = copies;
    }

    @Override
    public Outcome deliver(Device from, Node message, Jid to) {
        List<Node> common = message.children("enc");
        Map<Device, List<Node>> targets = new LinkedHashMap<>();
        for (Node entry :
                message.child("participants").map(list -> list.children("to")).orElse(List.of())) {
            List<Node> own = entry.children("enc");
            listed(entry.requireJid("jid"), own.isEmpty()).stream()
                    .filter(device -> device != from)
                    .filter(device -> !device.account().blocks(from.account()))
                    .forEach(device -> targets.computeIfAbsent(device, _ -> new ArrayList<>())
                            .addAll(own));
        }
        targets.forEach((device, encs) -> {
            encs.addAll(common);
            if (encs.isEmpty()) {
                return;
            }
            registry.acquaint(from.account(), device.account());
            copies.post(from, message, new Copy(device, encs), head(from, message), Jid.STATUS.toString());
        });
        return new Outcome.Accepted(Optional.empty());
    }

    /// The device of an entry, or all devices of a person who is only listed as one who may see the status.
    private List<Device> listed(Jid named, boolean bare) {
        return bare && named.device() == 0
                ? registry.account(named).map(Account::devices).orElse(List.of())
                : registry.device(named).stream().toList();
    }

    private static NodeBuilder head(Device from, Node message) {
        Account author = from.account();
        NodeBuilder head = Node.builder("message").attr("from", Jid.STATUS);
        return message.hasText("addressing_mode", "pn")
                ? head.attr("participant", from.pn())
                        .attr("participant_lid", author.lid())
                        .attr("addressing_mode", "pn")
                : head.attr("participant", from.lid())
                        .attr("participant_pn", author.pn())
                        .attr("addressing_mode", "lid");
    }
}
