// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.roster;

import dev.switchboard.client.group.GroupInvitation;
import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.group.NewGroup.Place;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageId;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupParticipant;
import dev.switchboard.wire.stanza.Iq;
import java.util.List;
import java.util.Optional;

/// The requests about groups, as the server wants them.
final class GroupRequests {

    private final Workbench bench;
    private final DeviceDirectory directory;

    GroupRequests(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
    }

    /// A question about a group.
    Node get(Jid group, Node content) {
        return Iq.get(bench.nextId(), group, Iq.Xmlns.GROUPS).child(content).build();
    }

    /// A change of a group.
    Node set(Jid group, Node content) {
        return Iq.set(bench.nextId(), group, Iq.Xmlns.GROUPS).child(content).build();
    }

    Node query(Jid group) {
        return get(group, Node.builder("query").attr("request", "interactive").build());
    }

    Node joined() {
        return get(Jid.GROUP_SERVER, Node.of("participating", Node.of("participants"), Node.of("description")));
    }

    Node create(NewGroup wanted) {
        NodeBuilder create = Node.builder("create").attr("subject", wanted.subject());
        create.attr("key", freshId());
        wanted.members().forEach(person -> create.child(invited(person)));
        switch (wanted.place()) {
            case Place.Alone() -> {}
            case Place.In(Jid community) ->
                create.child(Node.builder("linked_parent").attr("jid", community));
            case Place.AsCommunity place -> community(create, place);
        }
        flag(create, "locked", wanted.onlyAdminsEdit());
        flag(create, "announcement", wanted.onlyAdminsWrite());
        if (wanted.timer().isPositive()) {
            create.child(timer(wanted.timer().toSeconds()));
        }
        create.child(addMode(wanted.membersAdd()));
        create.child(approval(wanted.joinApproval()));
        wanted.description()
                .ifPresent(text -> create.child(Node.builder("description")
                        .attr("id", freshId())
                        .child(Node.builder("body").utf8(text))));
        return set(Jid.GROUP_SERVER, create.build());
    }

    private static void community(NodeBuilder create, Place.AsCommunity place) {
        NodeBuilder parent = Node.builder("parent");
        if (place.approvalToJoin()) {
            parent.attr("default_membership_approval_mode", "request_required");
        }
        create.child(parent);
        flag(create, "allow_non_admin_sub_group_creation", place.membersMakeGroups());
        flag(create, "create_general_chat", place.generalChat());
    }

    private static void flag(NodeBuilder node, String tag, boolean on) {
        if (on) {
            node.child(Node.of(tag));
        }
    }

    /// @param community whether to leave all groups of this community
    Node leave(Jid group, boolean community) {
        NodeBuilder leave = Node.builder("leave");
        if (community) {
            leave.attr("linked_groups", true);
        }
        return set(
                Jid.GROUP_SERVER,
                leave.child(Node.builder("group").attr("id", group)).build());
    }

    Node change(Jid group, Optional<GroupInfo> known, MemberAction action, List<Jid> people) {
        NodeBuilder change = Node.builder(action.tag());
        people.forEach(
                person -> change.child(action == MemberAction.ADD ? invited(person) : named(addressed(known, person))));
        return set(group, change.build());
    }

    Node decide(Jid group, Optional<GroupInfo> known, boolean approve, List<Jid> people) {
        NodeBuilder decision = Node.builder(approve ? "approve" : "reject");
        people.forEach(person -> decision.child(named(addressed(known, person))));
        return set(
                group,
                Node.builder("membership_requests_action").child(decision).build());
    }

    Node withdrawInvitations(Jid group, List<Jid> people) {
        NodeBuilder revoke = Node.builder("revoke");
        people.forEach(person -> revoke.child(named(addressed(Optional.empty(), person))));
        return set(group, revoke.build());
    }

    /// Somebody who is to come in: with both names, and the token that entitles us to write to them.
    private Node invited(Jid person) {
        Optional<Jid> lid = directory.lid(person);
        NodeBuilder participant = Node.builder("participant").attr("jid", lid.orElse(person.bare()));
        lid.flatMap(known -> directory.party(known).pn()).ifPresent(pn -> participant.attr("phone_number", pn));
        directory.liveToken(person).ifPresent(token -> participant.child(Node.of("privacy", token)));
        return participant.build();
    }

    private static Node named(Jid person) {
        return Node.builder("participant").attr("jid", person).build();
    }

    /// The name by which the group knows somebody.
    private Jid addressed(Optional<GroupInfo> known, Jid person) {
        Optional<Jid> lid = directory.lid(person);
        return known.flatMap(info -> info.participants().stream()
                        .filter(participant -> participant.is(person)
                                || lid.filter(participant::is).isPresent())
                        .findFirst())
                .map(GroupParticipant::jid)
                .or(() -> lid)
                .orElse(person.bare());
    }

    Node rename(Jid group, String subject) {
        return set(group, Node.builder("subject").utf8(subject).build());
    }

    Node describe(Jid group, String id, Optional<String> previous, Optional<String> text) {
        NodeBuilder description = Node.builder("description").attr("id", id).attrIfPresent("prev", previous);
        if (text.isPresent()) {
            description.child(Node.builder("body").utf8(text.get()));
        } else {
            description.attr("delete", true);
        }
        return set(group, description.build());
    }

    Node set(Jid group, GroupSetting setting) {
        return set(
                group,
                switch (setting) {
                    case GroupSetting.OnlyAdminsEdit(boolean on) -> Node.of(on ? "locked" : "unlocked");
                    case GroupSetting.OnlyAdminsWrite(boolean on) -> Node.of(on ? "announcement" : "not_announcement");
                    case GroupSetting.Timer(var duration) ->
                        duration.isPositive() ? timer(duration.toSeconds()) : Node.of("not_ephemeral");
                    case GroupSetting.JoinApproval(boolean on) -> approval(on);
                    case GroupSetting.MembersAdd(boolean on) -> addMode(on);
                    case GroupSetting.MembersShareLink(boolean on) ->
                        Node.builder("member_link_mode")
                                .utf8(on ? "all_member_link" : "admin_link")
                                .build();
                });
    }

    private static Node timer(long seconds) {
        return Node.builder("ephemeral").attr("expiration", seconds).build();
    }

    private static Node approval(boolean on) {
        return Node.builder("membership_approval_mode")
                .child(Node.builder("group_join").attr("state", on ? "on" : "off"))
                .build();
    }

    private static Node addMode(boolean all) {
        return Node.builder("member_add_mode")
                .utf8(all ? "all_member_add" : "admin_add")
                .build();
    }

    Node inviteCode(Jid group, boolean reset) {
        return reset ? set(group, Node.of("invite")) : get(group, Node.of("invite"));
    }

    Node inspect(String code) {
        return get(Jid.GROUP_SERVER, Node.builder("invite").attr("code", code).build());
    }

    Node join(String code) {
        return set(Jid.GROUP_SERVER, Node.builder("invite").attr("code", code).build());
    }

    Node inspect(GroupInvitation invitation) {
        return get(
                invitation.group(),
                Node.builder("query").child(written("add_request", invitation)).build());
    }

    Node accept(GroupInvitation invitation) {
        return set(invitation.group(), written("accept", invitation));
    }

    private static Node written(String tag, GroupInvitation invitation) {
        return Node.builder(tag)
                .attr("code", invitation.code())
                .attr("expiration", invitation.expires().getEpochSecond())
                .attr("admin", invitation.admin().bare())
                .build();
    }

    String freshId() {
        return MessageId.generate(bench.now(), bench.state().account().pn(), bench.random());
    }
}
