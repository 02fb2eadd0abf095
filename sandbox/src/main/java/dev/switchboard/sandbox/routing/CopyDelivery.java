// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.people.BusinessName;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Writes what all delivered copies have in common, and posts them, unless a fault strikes.
final class CopyDelivery {

    private static final Set<String> NOT_FORWARDED =
            Set.of("participants", "enc", "tctoken", "cstoken", "device-identity");

    private final Post post;
    private final Faults faults;
    private final RepeatFilter repeats;
    private final InstantSource clock;

    CopyDelivery(Post post, Faults faults, RepeatFilter repeats, InstantSource clock) {
        this.post = post;
        this.faults = faults;
        this.repeats = repeats;
        this.clock = clock;
    }

    /// Adds to the head of a copy, its addresses, what is the same for every kind of copy, and posts it.
    ///
    /// @param chat the chat as the fault's definition names it, seen from the device that gets the copy
    void post(Device from, Node message, Copy copy, NodeBuilder head, String chat) {
        post(from, message, List.of(copy.target()), copy.encs(), () -> head, chat);
    }

    /// Posts the same copy to several devices; it is written once.
    ///
    /// @param head makes the head of a copy
    void post(
            Device from,
            Node message,
            Collection<Device> targets,
            List<Node> encs,
            Supplier<NodeBuilder> head,
            String chat) {
        List<Device> whole = new ArrayList<>(targets.size());
        List<Device> twice = new ArrayList<>();
        for (Device target : targets) {
            FaultTarget place = FaultTarget.chat(target.account().phone(), target.id(), chat);
            boolean repeated = repeats.isRepeat(from, message.requireText("id"), new Copy(target, encs));
            if (repeated || faults.strike(FaultKind.MESSAGE_LOSE, place).isPresent()) {
                continue;
            }
            List<Device> copies = new ArrayList<>(List.of(target));
            if (faults.strike(FaultKind.MESSAGE_TWICE, place).isPresent()) {
                copies.add(target);
            }
            if (faults.strike(FaultKind.MESSAGE_CORRUPT, place).isPresent()) {
                post.enqueue(copies, StanzaKind.MESSAGE, complete(from, message, encs, head.get(), true));
            } else {
                whole.add(target);
                twice.addAll(copies.subList(1, copies.size()));
            }
        }
        if (!whole.isEmpty()) {
            whole.addAll(twice);
            post.enqueue(whole, StanzaKind.MESSAGE, complete(from, message, encs, head.get(), false));
        }
    }

    private Node complete(Device from, Node message, List<Node> encs, NodeBuilder head, boolean corrupt) {
        head.attr("id", message.requireText("id"))
                .attr("t", clock.instant().getEpochSecond())
                .attr("type", message.text("type").orElse("text"))
                .attr("notify", from.account().pushName())
                .attrIfPresent("edit", message.text("edit"))
                .attrIfPresent("category", message.text("category"));
        BusinessName.verified(from.account()).ifPresent(name -> {
            head.attr("verified_name", from.account().created().getEpochSecond());
            head.child(name);
        });
        boolean opensSession = false;
        for (Node enc : encs) {
            head.child(corrupt ? damaged(enc) : enc);
            opensSession |= enc.hasText("type", "pkmsg");
        }
        for (Node child : message.children()) {
            if (!NOT_FORWARDED.contains(child.tag()) || (opensSession && child.hasTag("device-identity"))) {
                head.child(child);
            }
        }
        return head.build();
    }

    /// Damages the MAC, which stands near the end of either kind; the very last bytes of a pre-key message name keys
    /// that a receiver with a session does not look at.
    private static Node damaged(Node enc) {
        byte[] payload = enc.contentBytes().toByteArray();
        if (payload.length > 0) {
            payload[Math.max(0, payload.length - 8)] ^= 0x55;
        }
        return enc.toBuilder().bytes(Bytes.copyOf(payload)).build();
    }
}
