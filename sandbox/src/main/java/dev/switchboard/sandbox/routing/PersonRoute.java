// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.people.Strangers;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Delivers messages to a person, to the sender's own other devices, and between the devices of one account (peer
/// messages).
final class PersonRoute implements MessageRoute {

    private final Registry registry;
    private final CopyDelivery copies;
    private final Strangers strangers;
    private final RepeatFilter repeats;

    PersonRoute(Registry registry, CopyDelivery copies, Strangers strangers, RepeatFilter repeats) {
        this.registry = registry;
        this.copies = copies;
        this.strangers = strangers;
        this.repeats = repeats;
    }

    @Override
    public Outcome deliver(Device from, Node message, Jid to) {
        List<Node> addressed =
                message.child("participants").map(list -> list.children("to")).orElse(List.of());
        if (registry.isMisplaced(to)
                || addressed.stream().anyMatch(entry -> registry.isMisplaced(entry.requireJid("jid")))) {
            return new Outcome.Refused(Outcome.BAD_ADDRESSING);
        }
        Optional<Account> found = registry.account(to);
        if (found.isEmpty()) {
            return new Outcome.Refused(Outcome.UNKNOWN_RECIPIENT);
        }
        Account recipient = found.get();
        if (!strangers.admits(from.account(), recipient, message) && !isKnown(from, message, addressed)) {
            return new Outcome.Refused(Outcome.STRANGER);
        }
        Jid chat = message.jid("recipient").orElse(to);
        boolean peer = recipient == from.account() && message.hasText("category", "peer");
        boolean fanOut = message.hasChild("participants");
        List<Copy> targets = fanOut ? listed(from, recipient, addressed) : direct(from, recipient, message, peer);
        registry.acquaint(from.account(), recipient);
        for (Copy copy : targets) {
            post(from, message, new Addresses(to, chat, recipient), copy);
        }
        boolean whole = fanOut && !peer && !isResend(message, addressed);
        return new Outcome.Accepted(whole ? missedHash(from, recipient, to, targets) : Optional.empty());
    }

    /// Whether it is the resend of a message that was admitted: the recipient asked for it.
    private boolean isKnown(Device from, Node message, List<Node> addressed) {
        return from.isPrimary() ? isResend(message, addressed) : repeats.knows(from, message.requireText("id"));
    }

    private List<Copy> listed(Device from, Account recipient, List<Node> addressed) {
        Map<Device, Copy> targets = new LinkedHashMap<>();
        for (Node entry : addressed) {
            registry.device(entry.requireJid("jid"))
                    .filter(device -> device != from)
                    .filter(device -> device.account() == recipient || device.sameAccount(from))
                    .ifPresent(device -> targets.put(device, new Copy(device, entry.children("enc"))));
        }
        return new ArrayList<>(targets.values());
    }

    private static List<Copy> direct(Device from, Account recipient, Node message, boolean peer) {
        List<Node> encs = message.children("enc");
        Jid to = message.requireJid("to");
        if (encs.isEmpty()) {
            return List.of();
        }
        if (peer && to.device() == 0 && !from.isPrimary()) {
            return List.of(new Copy(recipient.primary(), encs));
        }
        boolean exact = to.device() > 0 || peer || message.hasText("device_fanout", "false");
        List<Device> targets = exact ? recipient.device(to.device()).stream().toList() : recipient.devices();
        return targets.stream()
                .filter(device -> device != from)
                .map(device -> new Copy(device, encs))
                .toList();
    }

    /// Where a message goes.
    ///
    /// @param to as the stanza says
    /// @param chat the chat it belongs to, as own devices see it
    /// @param recipient whom `to` names
    private record Addresses(Jid to, Jid chat, Account recipient) {}

    private void post(Device from, Node message, Addresses addresses, Copy copy) {
        boolean own = copy.target().sameAccount(from);
        if (!own && addresses.recipient.blocks(from.account())) {
            return;
        }
        NodeBuilder head;
        if (!own) {
            head = foreignHead(from, addresses.to);
        } else if (message.hasText("category", "peer")) {
            head = peerHead(from, addresses.to);
        } else {
            head = ownHead(from, addresses.chat);
        }
        Account other = own ? addresses.recipient : from.account();
        copies.post(from, message, copy, head, other.phone());
    }

    /// As another account sees it: the sender's device in the namespace of the chat, and its other address bare.
    private static NodeBuilder foreignHead(Device from, Jid to) {
        NodeBuilder head = Node.builder("message").attr("from", from.like(to));
        return to.isLid()
                ? head.attr("sender_pn", from.account().pn()).attr("addressing_mode", "lid")
                : head.attr("sender_lid", from.account().lid());
    }

    /// As the sender's other devices see it: never with `sender_lid` or `sender_pn`, which a stock client would take
    /// for the chat's.
    private NodeBuilder ownHead(Device from, Jid chat) {
        NodeBuilder head = Node.builder("message").attr("from", from.like(chat)).attr("recipient", chat.bare());
        registry.account(chat).ifPresent(account -> {
            if (chat.isLid()) {
                head.attr("peer_recipient_pn", account.pn());
            } else {
                head.attr("peer_recipient_lid", account.lid());
            }
        });
        return head;
    }

    private static NodeBuilder peerHead(Device from, Jid to) {
        NodeBuilder head = Node.builder("message");
        return from.isPrimary()
                ? head.attr("from", from.account().lid())
                        .attr("sender_pn", from.account().pn())
                : head.attr("from", from.like(to));
    }

    /// Whether it is sent again to one device rather than for the first time to all.
    private static boolean isResend(Node message, List<Node> addressed) {
        return message.hasText("device_fanout", "false")
                || addressed.stream()
                        .flatMap(entry -> entry.children("enc").stream())
                        .anyMatch(enc -> enc.has("count"));
    }

    private static Optional<String> missedHash(Device from, Account recipient, Jid to, List<Copy> targets) {
        Set<Device> right = new HashSet<>(recipient.devices());
        right.addAll(from.account().devices());
        Set<Device> missed = new HashSet<>(right);
        missed.remove(from);
        targets.forEach(copy -> missed.remove(copy.target()));
        return missed.isEmpty()
                ? Optional.empty()
                : Optional.of(DeviceListHash.of(
                        right.stream().map(device -> device.like(to)).toList()));
    }
}
