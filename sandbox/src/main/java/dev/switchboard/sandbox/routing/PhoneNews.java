// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;
import java.util.Optional;

/// Notifications that a phone has for one of its companions. Only phones send any.
public final class PhoneNews {

    private static final String MEDIA_RETRY = "mediaretry";

    private final Registry registry;
    private final Post post;
    private final InstantSource clock;

    /// Brings notifications.
    public PhoneNews(Registry registry, Post post, InstantSource clock) {
        this.registry = registry;
        this.post = post;
        this.clock = clock;
    }

    /// Takes a notification; one that does not come from a phone, or is not for its companions, goes nowhere.
    void route(Device from, Node notification) {
        if (!from.isPrimary() || !notification.hasText("type", MEDIA_RETRY)) {
            return;
        }
        Optional<Device> companion = registry.device(notification.requireJid("to"));
        companion
                .filter(device -> device.account() == from.account())
                .ifPresent(device -> post.enqueue(
                        device,
                        StanzaKind.NOTIFICATION,
                        Node.builder("notification")
                                .attr("from", from.account().pn())
                                .attr("id", notification.requireText("id"))
                                .attr("type", MEDIA_RETRY)
                                .attr("t", clock.instant().getEpochSecond())
                                .children(notification.children())
                                .build()));
    }
}
