// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.sandbox.people.Visibility.What;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.InstantSource;
import java.util.Optional;

/// Tells an account's contacts, as far as they may see it, what it has changed about itself.
final class ProfileNotices {

    private final Registry registry;
    private final Visibility visibility;
    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;

    ProfileNotices(Registry registry, Visibility visibility, Post post, StanzaIds ids, InstantSource clock) {
        this.registry = registry;
        this.visibility = visibility;
        this.post = post;
        this.ids = ids;
        this.clock = clock;
    }

    /// The head of a notification.
    NodeBuilder notification(String type, Jid from) {
        return Node.builder("notification")
                .attr("type", type)
                .attr("from", from)
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond());
    }

    /// Tells the companions of those who have the account in their address book and may see what has changed.
    void tellContacts(Account account, Optional<What> what, Node notification) {
        for (Account contact : registry.contactsOf(account)) {
            if (!visibility.isStranger(contact, account)
                    && !account.blocks(contact)
                    && what.map(shown -> visibility.allows(contact, account, shown))
                            .orElse(true)) {
                contact.companions().forEach(device -> send(device, notification));
            }
        }
    }

    /// Tells all companions of the account itself.
    void tellOwn(Account account, Node notification) {
        account.companions().forEach(device -> send(device, notification));
    }

    /// Tells one device.
    void send(Device device, Node notification) {
        post.enqueue(device, StanzaKind.NOTIFICATION, notification);
    }
}
