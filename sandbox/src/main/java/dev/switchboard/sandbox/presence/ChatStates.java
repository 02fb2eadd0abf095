// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.presence;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Line;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Passes on who is typing. For a device that is away, the latest state of each chat waits a little.
///
/// Confined to the network thread.
public final class ChatStates {

    private final Registry registry;
    private final Post post;
    private final InstantSource clock;
    private final Duration timeToLive;
    private final Map<Device, Map<Account, Kept>> waiting = new HashMap<>();

    /// Nobody types yet.
    public ChatStates(Registry registry, Post post, InstantSource clock, Duration timeToLive) {
        this.registry = registry;
        this.post = post;
        this.clock = clock;
        this.timeToLive = timeToLive;
    }

    private record Kept(Node stanza, Instant until) {}

    /// Takes a chat state.
    public void take(Device from, Node chatState) {
        Jid to = chatState.requireJid("to");
        Optional<Account> recipient = registry.account(to).filter(account -> account != from.account());
        if (recipient.isEmpty() || recipient.get().blocks(from.account())) {
            return;
        }
        Node stanza = Node.builder("chatstate")
                .attr("from", from.account().like(to))
                .children(chatState.children())
                .build();
        recipient.get().devices().forEach(device -> pass(device, from.account(), stanza));
    }

    private void pass(Device device, Account sender, Node stanza) {
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
        Map<Account, Kept> kept = waiting.remove(device);
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
