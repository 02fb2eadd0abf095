// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.presence;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Line;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.group.Group;
import dev.switchboard.sandbox.group.Groups;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Passes on who is typing. For a device that is away, the latest state of each chat waits a little.
///
/// Confined to the network thread.
public final class ChatStates {

    private final Registry registry;
    private final Groups groups;
    private final Post post;
    private final InstantSource clock;
    private final Duration timeToLive;
    private final Map<Device, Map<Typing, Kept>> waiting = new HashMap<>();

    /// Nobody types yet.
    public ChatStates(Registry registry, Groups groups, Post post, InstantSource clock, Duration timeToLive) {
        this.registry = registry;
        this.groups = groups;
        this.post = post;
        this.clock = clock;
        this.timeToLive = timeToLive;
    }

    private record Kept(Node stanza, Instant until) {}

    /// Somebody types, in a group or, without one, to the device's own account.
    private record Typing(Account sender, @Nullable Group group) {}

    /// Takes a chat state.
    public void take(Device from, Node chatState) {
        Jid to = chatState.requireJid("to");
        if (to.isGroup()) {
            groups.find(to)
                    .filter(group -> group.has(from.account()))
                    .ifPresent(group -> takeInGroup(group, from, chatState));
            return;
        }
        Optional<Account> recipient = registry.account(to).filter(account -> account != from.account());
        if (recipient.isEmpty() || recipient.get().blocks(from.account())) {
            return;
        }
        Node stanza = Node.builder("chatstate")
                .attr("from", from.account().like(to))
                .children(chatState.children())
                .build();
        recipient.get().devices().forEach(device -> pass(device, new Typing(from.account(), null), stanza));
    }

    private void takeInGroup(Group group, Device from, Node chatState) {
        Node stanza = Node.builder("chatstate")
                .attr("from", group.jid())
                .attr("participant", group.nameOf(from.account()))
                .children(chatState.children())
                .build();
        for (Account member : group.members()) {
            if (member != from.account()) {
                member.devices().forEach(device -> pass(device, new Typing(from.account(), group), stanza));
            }
        }
    }

    private void pass(Device device, Typing sender, Node stanza) {
        Optional<Line> line = post.line(device);
        if (line.isPresent()) {
            line.get().send(stanza);
            return;
        }
        waiting.computeIfAbsent(device, _ -> new LinkedHashMap<>())
                .put(sender, new Kept(stanza, clock.instant().plus(timeToLive)));
    }

    /// A device has its stored stanzas and takes live ones: it gets what is still fresh.
    public void live(Device device) {
        Map<Typing, Kept> kept = waiting.remove(device);
        if (kept != null) {
            Instant now = clock.instant();
            kept.values().stream()
                    .filter(state -> state.until.isAfter(now))
                    .forEach(state -> post.send(device, state.stanza));
        }
    }

    /// Forgets a removed device.
    public void remove(Device device) {
        waiting.remove(device);
    }

    /// Forgets everything.
    public void clear() {
        waiting.clear();
    }
}
