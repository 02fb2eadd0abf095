// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.Sender;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.jid.JidServer;
import dev.switchboard.wire.node.Content;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.Ack;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Passes on the signalling of calls, and acknowledges it. What one device of the called person decides silences the
/// others.
public final class CallRouter {

    private final Registry registry;
    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;

    /// A router on all accounts.
    public CallRouter(Registry registry, Post post, StanzaIds ids, InstantSource clock) {
        this.registry = registry;
        this.post = post;
        this.ids = ids;
        this.clock = clock;
    }

    /// Takes one call stanza.
    public void route(Sender sender, Node call) {
        Jid to = call.requireJid("to");
        String id = call.requireText("id");
        Device from = sender.device();
        if (to.server() == JidServer.CALL) {
            sender.answer(aboutLinks(call));
            return;
        }
        Optional<Account> called = registry.account(to);
        if (called.isPresent() && !called.get().blocks(from.account())) {
            registry.acquaint(from.account(), called.get());
            for (Device target : targets(from, called.get(), to)) {
                post.enqueue(target, StanzaKind.CALL, copy(from, target, call, to, id));
            }
            call.children().forEach(step -> silenceOthers(from, step, to));
        }
        Node ack = Ack.serverReplyTo(call).toNode();
        sender.answer(
                called.isPresent()
                        ? ack
                        : Ack.serverReplyTo(call).withError(404).toNode());
    }

    /// A link to a call that anybody can join is only made, never joined.
    private Node aboutLinks(Node call) {
        Optional<Node> wanted = call.child("link_create");
        Node ack = Ack.serverReplyTo(call).toNode();
        return wanted.map(link -> ack.toBuilder()
                        .child(Node.builder("link_create")
                                .attr("token", ids.next())
                                .attrIfPresent("media", link.text("media")))
                        .build())
                .orElse(ack);
    }

    private static List<Device> targets(Device from, Account called, Jid to) {
        List<Device> all = to.device() > 0 ? called.device(to.device()).stream().toList() : called.devices();
        return all.stream().filter(device -> device != from).toList();
    }

    private Node copy(Device from, Device target, Node call, Jid to, String id) {
        NodeBuilder copy = head(from, to, id);
        List<Node> steps = new ArrayList<>();
        call.children().forEach(step -> steps.add(forDevice(target, step)));
        return copy.children(steps).build();
    }

    private NodeBuilder head(Device from, Jid to, String id) {
        NodeBuilder head = Node.builder("call")
                .attr("from", from.like(to))
                .attr("id", id)
                .attr("t", clock.instant().getEpochSecond())
                .attr("notify", from.account().pushName())
                .attr("platform", from.isPrimary() ? "android" : "web")
                .attr("version", "2.3000.0");
        return to.isLid()
                ? head.attr("sender_pn", from.account().pn())
                : head.attr("sender_lid", from.account().lid());
    }

    /// A device gets the key that was sealed for it in place of all devices' keys.
    private Node forDevice(Device target, Node step) {
        Optional<Node> keys = step.child("destination");
        if (keys.isEmpty()) {
            return step;
        }
        List<Node> children = new ArrayList<>();
        for (Node child : step.children()) {
            if (!child.hasTag("destination")) {
                children.add(child);
            }
        }
        for (Node key : keys.get().children("to")) {
            if (registry.device(key.requireJid("jid"))
                    .filter(device -> device == target)
                    .isPresent()) {
                children.addAll(key.children());
            }
        }
        return step.toBuilder().content(new Content.Children(children)).build();
    }

    private void silenceOthers(Device from, Node step, Jid to) {
        String reason = switch (step.tag()) {
            case "accept" -> "accepted_elsewhere";
            case "reject" -> "rejected_elsewhere";
            default -> "";
        };
        boolean callee = step.jid("call-creator")
                .flatMap(registry::account)
                .filter(creator -> creator != from.account())
                .isPresent();
        if (reason.isEmpty() || !callee) {
            return;
        }
        Node end = Node.builder("terminate")
                .attr("call-id", step.requireText("call-id"))
                .attr("call-creator", step.requireJid("call-creator"))
                .attr("reason", reason)
                .build();
        for (Device other : from.account().devices()) {
            if (other != from) {
                Node notice = Node.builder("call")
                        .attr("from", to.bare())
                        .attr("id", ids.next())
                        .attr("t", clock.instant().getEpochSecond())
                        .child(end)
                        .build();
                post.enqueue(other, StanzaKind.CALL, notice);
            }
        }
    }
}
