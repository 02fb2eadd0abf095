// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Tells the devices of members what has become of their group: `w:gp2`.
final class GroupNotices {

    private final Post post;
    private final StanzaIds ids;
    private final Groups groups;

    GroupNotices(Post post, StanzaIds ids, Groups groups) {
        this.post = post;
        this.ids = ids;
        this.groups = groups;
    }

    /// Tells all members.
    void tellAll(Group group, Account actor, Node change) {
        tell(group, actor, group.members(), change);
    }

    /// Tells these people.
    void tell(Group group, Account actor, Collection<Account> people, Node change) {
        if (people.isEmpty()) {
            return;
        }
        NodeBuilder notification = Node.builder("notification")
                .attr("from", group.jid())
                .attr("type", "w:gp2")
                .attr("id", ids.next())
                .attr("t", groups.now());
        GroupNodes.named(notification, group, "participant", actor);
        notification
                .attr("notify", actor.pushName())
                .attr("addressing_mode", group.addressing().wireName());
        post.enqueue(
                devices(people),
                StanzaKind.NOTIFICATION,
                notification.child(change).build());
    }

    private static List<Device> devices(Collection<Account> people) {
        List<Device> all = new ArrayList<>();
        people.forEach(account -> all.addAll(account.devices()));
        return all;
    }
}
