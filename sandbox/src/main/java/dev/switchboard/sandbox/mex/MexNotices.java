// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.mex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;
import java.util.List;

/// Tells companions what one of them has done with newsletters: notifications of type `mex`.
final class MexNotices {

    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;

    MexNotices(Post post, StanzaIds ids, InstantSource clock) {
        this.post = post;
        this.ids = ids;
        this.clock = clock;
    }

    void joined(Device by, ObjectNode newsletter) {
        tell(by.account(), by, "NotificationNewsletterJoin", "xwa2_notify_newsletter_on_join", newsletter);
    }

    void left(Device by, Jid newsletter) {
        ObjectNode left = MexJson.object().put("id", newsletter.toString()).put("role", "guest");
        tell(by.account(), by, "NotificationNewsletterLeave", "xwa2_notify_newsletter_on_leave", left);
    }

    void muted(Device by, Jid newsletter, boolean mute) {
        ObjectNode muted = MexJson.object().put("id", newsletter.toString()).put("mute", mute ? "on" : "off");
        tell(by.account(), by, "NotificationNewsletterMuteChange", "xwa2_notify_newsletter_on_mute_change", muted);
    }

    void deleted(Account reader, Device by, Jid newsletter) {
        ObjectNode state =
                MexJson.object().put("id", newsletter.toString()).put("is_requestor", reader == by.account());
        state.putObject("state").put("type", "deleted");
        tell(reader, by, "NotificationNewsletterStateChange", "xwa2_notify_newsletter_on_state_change", state);
    }

    void locked(Account account, ObjectNode state) {
        tell(
                account,
                account.primary(),
                "NotificationUserReachoutTimelockUpdate",
                "xwa2_notify_account_reachout_timelock",
                state);
    }

    private void tell(Account account, Device except, String operation, String name, JsonNode what) {
        JsonNode json = MexJson.object().set("data", MexQuery.answer(name, what));
        Node notification = Node.builder("notification")
                .attr("type", "mex")
                .attr("from", Jid.SERVER)
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .child(Node.builder("update").attr("op_name", operation).bytes(MexJson.write(json)))
                .build();
        List<Device> others =
                account.companions().stream().filter(device -> device != except).toList();
        post.enqueue(others, StanzaKind.NOTIFICATION, notification);
    }
}
