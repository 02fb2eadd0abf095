// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;

/// Tells an account's other companions what one of them has changed: `account_sync`.
public final class AccountNotices {

    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;

    /// Notices by post.
    public AccountNotices(Post post, StanzaIds ids, InstantSource clock) {
        this.post = post;
        this.ids = ids;
        this.clock = clock;
    }

    /// Tells the companions other than the one that made the change.
    public void tellOthers(Device changer, Node change) {
        Node notification = Node.builder("notification")
                .attr("type", "account_sync")
                .attr("from", changer.account().pn())
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .child(change)
                .build();
        for (Device companion : changer.account().companions()) {
            if (companion != changer) {
                post.enqueue(companion, StanzaKind.NOTIFICATION, notification);
            }
        }
    }
}
