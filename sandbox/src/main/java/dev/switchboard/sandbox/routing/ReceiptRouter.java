// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.Sender;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.group.Groups;
import dev.switchboard.sandbox.newsletter.Newsroom;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Takes receipts: releases what they confirm from the device's queue, passes them on, and acknowledges them.
public final class ReceiptRouter {

    private final Registry registry;
    private final Groups groups;
    private final Newsroom newsroom;
    private final Post post;
    private final InstantSource clock;

    /// A router on all accounts, groups and newsletters.
    public ReceiptRouter(Registry registry, Groups groups, Newsroom newsroom, Post post, InstantSource clock) {
        this.registry = registry;
        this.groups = groups;
        this.newsroom = newsroom;
        this.post = post;
        this.clock = clock;
    }

    /// Takes one receipt.
    public void route(Sender sender, Node receipt) {
        Jid to = receipt.requireJid("to");
        String id = receipt.requireText("id");
        String type = receipt.text("type").orElse("");
        Device from = sender.device();
        if (confirmsDelivery(type)) {
            ids(receipt).forEach(confirmed -> post.release(from, StanzaKind.MESSAGE, confirmed));
        }
        forward(from, receipt, to, type);
        sender.answer(Node.builder("ack")
                .attr("class", "receipt")
                .attr("id", id)
                .attr("from", to)
                .attrIfPresent("type", receipt.text("type"))
                .jidIfPresent("participant", receipt.jid("participant"))
                .build());
    }

    private static boolean confirmsDelivery(String type) {
        return switch (type) {
            case "", "delivery", "inactive", "sender", "peer_msg", "hist_sync" -> true;
            default -> false;
        };
    }

    private static List<String> ids(Node receipt) {
        List<String> ids = new ArrayList<>();
        ids.add(receipt.requireText("id"));
        receipt.child("list")
                .ifPresent(list ->
                        list.children("item").forEach(item -> item.text("id").ifPresent(ids::add)));
        return ids;
    }

    private static List<Long> viewed(Node receipt) {
        return receipt.child("list").map(list -> list.children("item")).orElse(List.of()).stream()
                .map(item -> item.number("server_id"))
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
    }

    private void forward(Device from, Node receipt, Jid to, String type) {
        switch (type) {
            case "view" -> newsroom.viewed(from.account(), to, viewed(receipt));
            case "peer_msg", "hist_sync", "server-error" -> toOwnPhone(from, receipt, to);
            case "sender", "read-self", "played-self" -> toOwnDevices(from, receipt, to);
            case "retry", "enc_rekey_retry" -> toOneDevice(from, receipt, to);
            case "read", "played" -> {
                toAuthor(from, receipt, to);
                if (!isOwn(from, to)) {
                    toOwnDevices(from, receipt, to);
                }
            }
            default -> toAuthor(from, receipt, to);
        }
    }

    private boolean isOwn(Device from, Jid to) {
        return registry.account(to).filter(account -> account == from.account()).isPresent();
    }

    /// Whom a receipt names as the author of the message.
    private Optional<Account> author(Node receipt, Jid to) {
        return to.isUser() ? registry.account(to) : receipt.jid("participant").flatMap(registry::account);
    }

    private void toOwnPhone(Device from, Node receipt, Jid to) {
        Device phone = from.account().primary();
        if (phone != from) {
            enqueue(phone, receipt, Node.builder("receipt").attr("from", from.like(to)));
        }
    }

    private void toOwnDevices(Device from, Node receipt, Jid to) {
        for (Device device : from.account().devices()) {
            if (device != from) {
                enqueue(device, receipt, to.isUser() ? ownHead(from, receipt, to) : ownGroupHead(from, receipt, to));
            }
        }
    }

    private static NodeBuilder ownHead(Device from, Node receipt, Jid to) {
        Jid chat = receipt.jid("recipient").orElse(to).bare();
        return Node.builder("receipt")
                .attr("from", from.like(chat))
                .attr("recipient", chat)
                .jidIfPresent("participant", receipt.jid("participant"));
    }

    /// Own devices are told whose message in the group it was: with several members the chat does not say.
    private NodeBuilder ownGroupHead(Device from, Node receipt, Jid to) {
        return head(from, receipt, to)
                .jidIfPresent("recipient", receipt.jid("participant").map(Jid::bare));
    }

    private void toAuthor(Device from, Node receipt, Jid to) {
        if (isOwn(from, to)) {
            toOwnDevices(from, receipt, to);
            return;
        }
        for (Device device : author(receipt, to).map(Account::devices).orElse(List.of())) {
            if (device != from) {
                enqueue(device, receipt, head(from, receipt, to));
            }
        }
    }

    private void toOneDevice(Device from, Node receipt, Jid to) {
        Jid target = to.isUser()
                ? to
                : receipt.jid("participant")
                        .orElseThrow(
                                () -> new MalformedNode("retry in a group: no participant (expected: the author)"));
        NodeBuilder head = head(from, receipt, to);
        if (!to.isUser()) {
            head.jidIfPresent("recipient", receipt.jid("recipient"));
        }
        registry.device(target).filter(device -> device != from).ifPresent(device -> enqueue(device, receipt, head));
    }

    /// Who it comes from: the reader's device in the namespace of the chat, or the chat and the reader.
    private NodeBuilder head(Device from, Node receipt, Jid to) {
        NodeBuilder head = Node.builder("receipt");
        if (to.isUser()) {
            return head.attr("from", from.like(to)).jidIfPresent("recipient", receipt.jid("recipient"));
        }
        boolean byNumber = receipt.jid("participant").map(Jid::isPn).orElse(false);
        Jid reader =
                groups.find(to).map(group -> group.nameOf(from)).orElseGet(() -> byNumber ? from.pn() : from.lid());
        return head.attr("from", to).attr("participant", reader);
    }

    private void enqueue(Device device, Node receipt, NodeBuilder head) {
        head.attr("id", receipt.requireText("id"))
                .attr("t", receipt.number("t").orElse(clock.instant().getEpochSecond()))
                .attrIfPresent("type", receipt.text("type"))
                .attrIfPresent("category", receipt.text("category"));
        if (!receipt.children().isEmpty()) {
            head.children(receipt.children());
        }
        post.enqueue(device, StanzaKind.RECEIPT, head.build());
    }
}
