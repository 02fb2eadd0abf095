// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.group.Group.Description;
import dev.switchboard.sandbox.group.Group.Mode;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.AddressingMode;
import java.util.ArrayList;
import java.util.List;

/// Writes groups and their members.
final class GroupNodes {

    /// What of a group is shown.
    ///
    /// @param participants whether its members are
    /// @param description whether what it is about is
    record Detail(boolean participants, boolean description) {

        static final Detail FULL = new Detail(true, true);
    }

    private GroupNodes() {}

    /// Everything about a group.
    static Node full(Group group) {
        return group(group, Detail.FULL).build();
    }

    static NodeBuilder group(Group group, Detail detail) {
        NodeBuilder node = Node.builder("group")
                .attr("id", group.id())
                .attr("subject", group.subject().text())
                .attr("s_t", group.subject().at());
        named(node, group, "s_o", group.subject().by());
        node.attr("creation", group.created());
        named(node, group, "creator", group.creator());
        node.attr("size", group.members().size())
                .attr("p_v_id", Long.toString(group.membersVersion()))
                .attr("a_v_id", Long.toString(group.announcementVersion()))
                .attr("addressing_mode", group.addressing().wireName());
        if (detail.participants) {
            group.ranks()
                    .forEach((account, rank) ->
                            node.child(participant(group, account).attrIfPresent("type", rank.wireName())));
        }
        if (detail.description) {
            group.description().ifPresent(description -> node.child(description(group, description)));
        }
        return node.children(settings(group));
    }

    private static Node description(Group group, Description description) {
        NodeBuilder node = Node.builder("description").attr("id", description.id());
        named(node, group, "participant", description.by());
        return node.attr("t", description.at())
                .child(Node.builder("body").utf8(description.body()))
                .build();
    }

    private static List<Node> settings(Group group) {
        List<Node> settings = new ArrayList<>();
        for (Trait trait : group.traits()) {
            if (!trait.tag().isEmpty()) {
                settings.add(Node.of(trait.tag()));
            }
        }
        if (group.ephemeral() > 0) {
            settings.add(ephemeral(group.ephemeral()));
        }
        if (group.is(Trait.APPROVAL)) {
            settings.add(approval(true));
        }
        group.modes().forEach((mode, word) -> {
            if (mode != Mode.DEFAULT_APPROVAL) {
                settings.add(Node.builder(mode.tag()).utf8(word).build());
            }
        });
        if (group.is(Trait.PARENT)) {
            NodeBuilder parent = Node.builder("parent");
            String approval = group.modes().get(Mode.DEFAULT_APPROVAL);
            if (approval != null) {
                parent.attr(Mode.DEFAULT_APPROVAL.tag(), approval);
            }
            settings.add(parent.build());
        }
        group.parent()
                .ifPresent(id -> settings.add(
                        Node.builder("linked_parent").attr("jid", Jid.group(id)).build()));
        return settings;
    }

    static Node ephemeral(int seconds) {
        return Node.builder("ephemeral").attr("expiration", seconds).build();
    }

    static Node approval(boolean on) {
        return Node.of(
                "membership_approval_mode",
                Node.builder("group_join").attr("state", on ? "on" : "off").build());
    }

    /// A person as a group names it, with the other address beside it.
    static NodeBuilder participant(Group group, Account account) {
        NodeBuilder node = Node.builder("participant").attr("jid", group.nameOf(account));
        return group.addressing() == AddressingMode.LID
                ? node.attr("phone_number", account.pn())
                : node.attr("lid", account.lid());
    }

    /// The participants of a change, as they are now.
    static List<Node> participants(Group group, List<Account> accounts) {
        return accounts.stream()
                .map(account -> participant(group, account)
                        .attrIfPresent(
                                "type",
                                group.ranks().getOrDefault(account, Rank.MEMBER).wireName())
                        .build())
                .toList();
    }

    /// A person under an attribute, and under `…_pn` or `…_lid` its other address.
    static void named(NodeBuilder node, Group group, String attribute, Account account) {
        node.attr(attribute, group.nameOf(account));
        if (group.addressing() == AddressingMode.LID) {
            node.attr(attribute + "_pn", account.pn());
        } else {
            node.attr(attribute + "_lid", account.lid());
        }
    }

    /// A group of a community, as its list shows it.
    static NodeBuilder subGroup(Group group) {
        NodeBuilder node = Node.builder("group")
                .attr("id", group.id())
                .attr("subject", group.subject().text())
                .attr("s_t", group.subject().at())
                .attr("creation", group.created())
                .attr("creator", group.nameOf(group.creator()))
                .attr("size", group.members().size());
        if (group.is(Trait.DEFAULT_SUB_GROUP)) {
            node.child(Node.of(Trait.DEFAULT_SUB_GROUP.tag()));
        }
        if (group.is(Trait.GENERAL_CHAT)) {
            node.child(Node.of(Trait.GENERAL_CHAT.tag()));
        }
        return node;
    }
}
