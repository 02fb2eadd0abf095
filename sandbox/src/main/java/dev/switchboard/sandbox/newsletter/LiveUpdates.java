// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.newsletter;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells devices that look at a newsletter just now how readers react. A device asks for that anew every few minutes.
final class LiveUpdates {

    static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;
    private final Map<Newsletter, Map<Device, Instant>> until = new HashMap<>();

    LiveUpdates(Post post, StanzaIds ids, InstantSource clock) {
        this.post = post;
        this.ids = ids;
        this.clock = clock;
    }

    void subscribe(Newsletter newsletter, Device device) {
        until.computeIfAbsent(newsletter, _ -> new HashMap<>())
                .put(device, clock.instant().plus(LIFETIME));
    }

    /// Tells of a reaction or a view.
    void changed(Newsletter newsletter, Posting changed) {
        Instant now = clock.instant();
        Map<Device, Instant> subscribers = until.getOrDefault(newsletter, Map.of());
        List<Device> live = subscribers.entrySet().stream()
                .filter(subscriber -> subscriber.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
        if (live.isEmpty()) {
            return;
        }
        Node notification = Node.builder("notification")
                .attr("from", newsletter.jid())
                .attr("type", "newsletter")
                .attr("id", ids.next())
                .attr("t", now.getEpochSecond())
                .child(Node.of("live_updates", PostingNodes.change(newsletter, changed, now.getEpochSecond())))
                .build();
        post.enqueue(live, StanzaKind.NOTIFICATION, notification);
    }

    void remove(Device device) {
        until.values().forEach(devices -> devices.remove(device));
    }

    void clear() {
        until.clear();
    }
}
